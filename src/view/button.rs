//! The buttons that are not a form's own.

use leptos::ev::MouseEvent;
use leptos::prelude::*;

/// A button that does something other than sending its form.
///
/// # Parts
///
/// The one that is handed in, if any.
#[component]
pub fn Button(
    /// What it says.
    label: &'static str,
    /// The part that a page may restyle.
    #[prop(optional)]
    part: Option<&'static str>,
    /// It was pressed.
    #[prop(into)]
    on_press: UnsyncCallback<MouseEvent>,
) -> impl IntoView {
    view! {
        <button class="button" type="button" part=part on:click=move |event| on_press.run(event)>
            {label}
        </button>
    }
}
