//! The id of a client, and a button that copies it.

use std::sync::Arc;

use leptos::prelude::*;
use roosted_contract::ClientField;
use wasm_bindgen_futures::JsFuture;

use crate::state::{State, Watched, errand};
use crate::text;
use crate::view::button::button;
use crate::view::tag::{Ref, Tag, block};

/// The id, to be read and copied. Where a page may not write to the clipboard, it is selected.
///
/// # Parts
///
/// `copy-id`.
pub fn copy_id(state: State) -> Tag {
    let code = Ref::new();
    let told = Arc::new(Watched::default());

    let tell = Arc::clone(&told);
    let copy = move || {
        let tell = Arc::clone(&tell);
        errand(async move {
            let id = untrack(|| state.text_of(ClientField::Id));
            let copied = write_clipboard(&id).await;
            if !copied {
                select(code);
            }
            tell.set(Some(if copied { text::COPIED } else { text::COPY_BLOCKED }));
        });
    };

    block("div", "copy")
        .child(
            block("code", "copy__id")
                .attr("dir", "ltr")
                .known_as(code)
                .text(move || state.text_of(ClientField::Id)),
        )
        .child(button(state, text::COPY_ID, copy).part("copy-id"))
        .child(block("span", "copy__told").attr("role", "status").says(state, move || told.get()))
}

async fn write_clipboard(text: &str) -> bool {
    let clipboard = window().navigator().clipboard();
    // There is none where the page came by plain http.
    if clipboard.is_undefined() {
        return false;
    }
    JsFuture::from(clipboard.write_text(text)).await.is_ok()
}

fn select(code: Ref) {
    if let Some(code) = code.try_get_untracked().flatten()
        && let Ok(Some(selection)) = window().get_selection()
    {
        _ = selection.select_all_children(&code);
    }
}
