//! The id of a client, and a button that copies it.

use leptos::html;
use leptos::prelude::*;
use leptos::task::spawn_local;
use roosted_contract::Client;
use wasm_bindgen_futures::JsFuture;

use crate::text;
use crate::view::button::Button;

/// The id, to be read and copied. Where a page may not write to the clipboard, it is selected.
///
/// # Parts
///
/// `copy-id`.
#[component]
pub fn CopyId(
    /// The client.
    #[prop(into)]
    client: Signal<Client>,
) -> impl IntoView {
    let code = NodeRef::<html::Code>::new();
    let told = RwSignal::new(None::<&'static str>);

    let copy = move |_| {
        spawn_local(async move {
            let id = client.with_untracked(|it| it.id().to_owned());
            let copied = write_clipboard(&id).await;
            if !copied {
                select(code);
            }
            told.try_set(Some(if copied { text::COPIED } else { text::COPY_BLOCKED }));
        });
    };

    view! {
        <div class="copy">
            <code class="copy__id" node_ref=code>{move || client.with(|it| it.id().to_owned())}</code>
            <Button label=text::COPY_ID part="copy-id" on_press=copy />
            <span class="copy__told" role="status">{move || told.get()}</span>
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
