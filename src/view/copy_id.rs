//! The id of a client, and a button that copies it.

use leptos::html;
use leptos::prelude::*;
use roosted_contract::{Client, ClientField};
use wasm_bindgen_futures::JsFuture;

use crate::state::errand;
use crate::text;
use crate::view::button::Button;
use crate::view::live::word;
use crate::view::record::text_of;

/// The id, to be read and copied. Where a page may not write to the clipboard, it is selected.
///
/// # Parts
///
/// `copy-id`.
#[component]
pub fn CopyId(
    /// The client, while there is one.
    client: RwSignal<Option<Client>>,
) -> impl IntoView {
    let code = NodeRef::<html::Code>::new();
    let told = RwSignal::new(None::<&'static str>);
    let id = text_of(client, ClientField::Id);

    let copy = move |_| {
        errand(async move {
            let copied = write_clipboard(&id.get_untracked()).await;
            if !copied {
                select(code);
            }
            told.try_set(Some(if copied { text::COPIED } else { text::COPY_BLOCKED }));
        });
    };

    view! {
        <div class="copy">
            <code class="copy__id" node_ref=code>{id}</code>
            <Button label=text::COPY_ID part="copy-id" on_press=copy />
            <span class="copy__told" role="status">{word(move || told.get())}</span>
        </div>
    }
}

async fn write_clipboard(text: &str) -> bool {
    let clipboard = window().navigator().clipboard();
    // There is none where the page came by plain http.
    if clipboard.is_undefined() {
        return false;
    }
    JsFuture::from(clipboard.write_text(text)).await.is_ok()
}

fn select(code: NodeRef<html::Code>) {
    if let Some(code) = code.try_get_untracked().flatten()
        && let Ok(Some(selection)) = window().get_selection()
    {
        _ = selection.select_all_children(&code);
    }
}
