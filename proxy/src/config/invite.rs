//! The call of the upstream whose contract is not public.

use axum::http::Method;
use roosted_contract::ClientId;

/// The call that invites a client. Assumed: the vendor has one, its contract is not public.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InviteCall {
    /// `POST`, `PUT` or `PATCH`.
    pub method: Method,
    /// Under the API's address, with `{id}` for the client's id.
    path: String,
    /// The name of the address in the body.
    pub email_field: String,
}

impl Default for InviteCall {
    fn default() -> Self {
        Self {
            method: Method::POST,
            path: "/clients/{id}/invite".to_owned(),
            email_field: "email".to_owned(),
        }
    }
}

impl InviteCall {
    /// Reads a call such as `POST /clients/{id}/invite`, and the name of the address in its body.
    ///
    /// # Errors
    ///
    /// Returns a sentence about what the call is not like.
    pub fn read(call: &str, email_field: &str) -> Result<Self, String> {
        let (method, path) = read_call(call)?;
        Ok(Self { method, path, email_field: email_field.to_owned() })
    }

    /// The path for one client.
    pub(crate) fn path_for(&self, id: &ClientId) -> String {
        self.path.replace(ID, id.as_str())
    }
}

const ID: &str = "{id}";

fn read_call(text: &str) -> Result<(Method, String), String> {
    let unlike = || format!("`{text}` is not like `POST /clients/{{id}}/invite`");
    let (method, path) = text.split_once(' ').ok_or_else(unlike)?;
    let method = match method {
        "POST" => Method::POST,
        "PUT" => Method::PUT,
        "PATCH" => Method::PATCH,
        _ => return Err("the method must be POST, PUT or PATCH".to_owned()),
    };
    let mut segments = path.trim().strip_prefix('/').ok_or_else(unlike)?.split('/');
    let plain = |it: &str| {
        !it.is_empty() && it.bytes().all(|it| it.is_ascii_alphanumeric() || b"-_".contains(&it))
    };
    let ids = segments.clone().filter(|it| *it == ID).count();
    if ids == 1 && segments.all(|it| it == ID || plain(it)) {
        Ok((method, path.trim().to_owned()))
    } else {
        Err(unlike())
    }
}

/// Reads the name of a member of a body.
pub(super) fn member(text: &str) -> Result<String, String> {
    if text.len() <= 64 && text.bytes().all(|it| it.is_ascii_alphanumeric() || b"-_.".contains(&it))
    {
        Ok(text.to_owned())
    } else {
        Err(format!("`{text}` is not the name of a member"))
    }
}
