//! Why somebody is not known. It is for the log: the caller learns only that it is so.

/// Why somebody is not known. No text of a header or token is in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Stranger {
    /// The identity header is believed only from the sign-in proxy.
    #[error("the peer is not trusted")]
    Untrusted,
    /// There is no identity header.
    #[error("no identity header")]
    Nameless,
    /// There is more than one identity header.
    #[error("more than one identity header")]
    TwoNames,
    /// What should be a name is empty, too long or not text.
    #[error("a name that nobody has")]
    BadName,
    /// There is no `Authorization` header with a bearer token.
    #[error("no bearer token")]
    NoToken,
    /// There is more than one `Authorization` header.
    #[error("more than one token")]
    TwoTokens,
    /// The token is too long.
    #[error("the token is too long")]
    LongToken,
    /// It is no token, or one for another purpose.
    #[error("the token cannot be read")]
    Unreadable,
    /// It is signed in a way that is not taken.
    #[error("the algorithm of the token is not taken")]
    Algorithm,
    /// There are no keys yet.
    #[error("there are no keys to check tokens by")]
    NoKeys,
    /// The issuer does not publish the key, or not for this.
    #[error("no published key fits the token")]
    UnknownKey,
    /// Somebody else made it.
    #[error("the signature of the token is wrong")]
    Signature,
    /// It is over.
    #[error("the token has expired")]
    Expired,
    /// It has not begun.
    #[error("the token is not valid yet")]
    TooEarly,
    /// Another issuer made it.
    #[error("the token is of another issuer")]
    Issuer,
    /// It is meant for somebody else.
    #[error("the token is for another audience")]
    Audience,
    /// A claim is missing, or not what it should be.
    #[error("the token lacks a claim")]
    Claim,
}

impl Stranger {
    /// Whether a token would have helped.
    pub(crate) fn lacks_a_token(self) -> bool {
        match self {
            Self::Untrusted | Self::Nameless | Self::TwoNames | Self::BadName => false,
            Self::NoToken
            | Self::TwoTokens
            | Self::LongToken
            | Self::Unreadable
            | Self::Algorithm
            | Self::NoKeys
            | Self::UnknownKey
            | Self::Signature
            | Self::Expired
            | Self::TooEarly
            | Self::Issuer
            | Self::Audience
            | Self::Claim => true,
        }
    }
}
