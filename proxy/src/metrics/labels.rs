//! The labels of the series: closed sets, so that nobody outside can make another series.

use axum::http::StatusCode;
use roosted_contract::{Code, Kind};

/// Names and values of labels.
pub(super) type Labels<const N: usize> = [(&'static str, &'static str); N];

/// Declares a set of labels with the word of each.
macro_rules! labels {
    ($( #[$doc:meta] )* $name:ident { $( $( #[$about:meta] )* $variant:ident = $word:literal, )+ }) => {
        $( #[$doc] )*
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub(crate) enum $name { $( $( #[$about] )* $variant, )+ }

        impl $name {
            pub(crate) const ALL: &[Self] = &[$( Self::$variant, )+];

            pub(crate) const fn as_str(self) -> &'static str {
                match self { $( Self::$variant => $word, )+ }
            }
        }
    };
}

labels! {
    /// Requests that are counted together.
    Route {
        /// Creates.
        Clients = "/api/clients",
        /// Everything else under `/api`, a create's look-ups above all.
        Api = "/api/*",
        /// The page and its files.
        Page = "/*",
    }
}

labels! {
    /// How a request was answered.
    Class {
        /// As asked; 3xx are files that a browser has already.
        Ok = "ok",
        /// The caller is told to do something else.
        Refused = "4xx",
        /// Something here or behind us is broken.
        Failed = "5xx",
    }
}

labels! {
    /// Whether a call of the upstream may have changed something.
    Access {
        /// It only reads.
        Read = "read",
        /// It creates or invites.
        Write = "write",
    }
}

labels! {
    /// What came of a call of the upstream.
    Answer {
        /// It happened.
        Done = "done",
        /// It did not happen, for sure.
        Failed = "failed",
        /// Nobody knows.
        Unknown = "unknown",
    }
}

labels! {
    /// What came of a create.
    Create {
        /// The client exists.
        Created = "created",
        /// The upstream refused it.
        Rejected = "rejected",
        /// Nobody knows. It counts again when it is found, or not.
        Unconfirmed = "unconfirmed",
        /// Nothing was created, and trying again may help.
        Released = "released",
        /// An open one was found in the list.
        Found = "found",
        /// The last look did not settle an open one.
        NotFound = "not-found",
    }
}

labels! {
    /// What came of an invitation.
    Invitation {
        /// It went out.
        Sent = "sent",
        /// It did not.
        Failed = "failed",
        /// Nobody knows.
        Unconfirmed = "unconfirmed",
    }
}

impl Route {
    /// The one a template of a route belongs to.
    pub(crate) fn of(template: &str) -> Self {
        match template {
            "/api/clients" => Self::Clients,
            it if it.starts_with("/api") => Self::Api,
            _ => Self::Page,
        }
    }
}

impl Class {
    pub(crate) fn of(status: StatusCode) -> Self {
        match status.as_u16() {
            ..400 => Self::Ok,
            400..500 => Self::Refused,
            500.. => Self::Failed,
        }
    }
}

/// The kinds that a problem of ours can have.
pub(super) fn kinds() -> Vec<Kind> {
    let mut kinds = Vec::new();
    for kind in Code::ALL.iter().map(|it| it.kind()) {
        if !kinds.contains(&kind) {
            kinds.push(kind);
        }
    }
    kinds
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_route_is_counted_by_its_template() {
        for (template, route) in [
            ("/api/clients", Route::Clients),
            ("/api/clients/{id}", Route::Api),
            ("/api/clients/{id}/invite", Route::Api),
            ("/api/environment", Route::Api),
            ("/api/*", Route::Api),
            ("/*", Route::Page),
            ("", Route::Page),
        ] {
            assert_eq!(Route::of(template), route, "{template}");
        }
    }

    #[test]
    fn an_answer_is_counted_by_its_class() {
        for (status, class) in [
            (200, Class::Ok),
            (202, Class::Ok),
            (304, Class::Ok),
            (400, Class::Refused),
            (431, Class::Refused),
            (500, Class::Failed),
            (504, Class::Failed),
        ] {
            assert_eq!(Class::of(StatusCode::from_u16(status).unwrap()), class, "{status}");
        }
    }
}
