//! One submission: what makes sending it again harmless.

use roosted_contract::{Field, IdempotencyKey, NewClient};

/// How far a submission has come, as far as this side knows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// It never left, or nothing was created.
    Unsent,
    /// It left, and its answer is awaited.
    Sent,
    /// It left, and nobody could say what became of it; the page has been told so.
    Doubted,
    /// Likewise, and nobody here keeps submissions, so that sending the key again is not harmless.
    Unrecorded,
}

/// One submission: the same key for the same payload, until its answer is final.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attempt {
    /// What makes sending it again harmless.
    pub key: IdempotencyKey,
    /// What is sent; `None` where the page was loaded anew and does not keep what was typed.
    pub client: Option<NewClient>,
    /// Tells its payload from others, see [`fingerprint`].
    pub fingerprint: u64,
    /// When the person pressed the button, in milliseconds since 1970.
    pub at: u64,
    /// How far it has come.
    pub standing: Standing,
}

impl Attempt {
    /// A submission that has not left yet.
    pub fn new(key: IdempotencyKey, client: NewClient, at: u64) -> Self {
        let fingerprint = fingerprint(&key, &client);
        Self { key, client: Some(client), fingerprint, at, standing: Standing::Unsent }
    }

    /// Whether `client` is its payload.
    pub fn is_of(&self, client: &NewClient) -> bool {
        self.fingerprint == fingerprint(&self.key, client)
    }

    /// Whether it may have arrived, so that the client may exist.
    pub fn is_open(&self) -> bool {
        self.standing != Standing::Unsent
    }
}

/// A hash of a payload (FNV-1a, 64 bits). It starts from the key, so that the same payload has
/// another one each time, and one that is kept tells nothing of what was typed elsewhere.
///
/// Where two payloads should meet in it, the proxy refuses the second one for its key.
pub fn fingerprint(key: &IdempotencyKey, client: &NewClient) -> u64 {
    let fields = Field::ALL.iter().flat_map(|field| {
        let text = client.get(*field).unwrap_or_default();
        // No text holds this byte, so it tells where one ends.
        text.bytes().chain([0xFF])
    });
    key.as_str().bytes().chain(fields).fold(0xCBF2_9CE4_8422_2325, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01B3)
    })
}
