//! The invitation of a created client to the portal.

use leptos::ev::SubmitEvent;
use leptos::html;
use leptos::prelude::*;
use roosted_contract::ClientField;

use crate::invite::Invite;
use crate::state::State;
use crate::text;
use crate::view::button::Button;
use crate::view::live::{mark, present, word, words};
use crate::view::record::text_of;

/// Shows the address the invitation will go to, sends it once, then says who was invited and when.
///
/// # Parts
///
/// `invite`, `invite-email`, and `field`, `label`, `error`, `banner`, `submit` of its form.
#[component]
pub fn Invitation(
    /// What the widget knows.
    state: State,
) -> impl IntoView {
    // Derived.
    let asks = move || state.invite.with(Invite::asks);
    let announced = word(move || {
        state.invite.with(|it| match it {
            Invite::Sending => Some(text::INVITING),
            Invite::Invited => Some(text::INVITED),
            _ => None,
        })
    });
    let invited = words(move || {
        let client = state.last.read();
        let field = |field| client.as_ref().and_then(|it| it.text(field));
        text::invited(field(ClientField::PortalInviteEmail), field(ClientField::PortalInvited))
    });

    let again = move |_| state.invite.update(Invite::again);

    let done = move || {
        view! {
            <div class="invite__done">
                <p class="invite__sent">{invited}</p>
                <Button label=text::INVITE_AGAIN on_press=again />
            </div>
        }
        .into_any()
    };

    view! {
        <section class="invite" part="invite" aria-labelledby="invite-title">
            <h3 class="card__subtitle" id="invite-title">{text::INVITE_TITLE}</h3>
            {present(asks, move || view! { <InvitationForm state /> }.into_any())}
            {present(move || !asks(), done)}
            <p class="visually-hidden" role="status">{announced}</p>
        </section>
    }
}

/// The address, what will happen, and the button.
#[component]
fn InvitationForm(
    /// What the widget knows.
    state: State,
) -> impl IntoView {
    let input = NodeRef::<html::Input>::new();
    let invited = text_of(state.last, ClientField::PortalInviteEmail);
    let contact = text_of(state.last, ClientField::ContactEmail);
    let address = Some(invited.get_untracked()).filter(|it| !it.is_empty());
    let address = address.unwrap_or_else(|| contact.get_untracked());

    // Derived.
    let mistake = word(move || {
        state.invite.with(|it| match it {
            Invite::Refused(code) => Some(text::invite_mistake(*code)),
            _ => None,
        })
    });
    let wrong = mark(move || mistake.get().is_some());
    let described_by = word(move || {
        Some(if mistake.get().is_some() { "invite-hint invite-error" } else { "invite-hint" })
    });
    let is = move |phase: Invite| state.invite.with(|it| *it == phase);
    let sending = mark(move || is(Invite::Sending));
    let asked = move || is(Invite::Again);
    let label = word(move || {
        Some(state.invite.with(|it| match it {
            Invite::Sending => text::INVITING,
            Invite::Again => text::INVITE_ANOTHER,
            _ => text::INVITE,
        }))
    });
    let failed = move || {
        state.invite.with(|it| match it {
            Invite::Failed(failure) => Some(("error", text::invite_failure(failure))),
            Invite::Unconfirmed(failure) => Some(("checking", text::invite_failure(failure))),
            _ => None,
        })
    };

    // Handlers.
    let edit = move |_| state.invite.maybe_update(Invite::edited);
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let Some(input) = input.get_untracked() else { return };
        state.send_invitation(&input.value());
        if state.invite.with_untracked(|it| matches!(it, Invite::Refused(_))) {
            _ = input.focus();
        }
    };
    let never_mind = move |_| state.invite.update(Invite::never_mind);

    // What comes and goes.
    let question = move || {
        let words = words(move || text::invite_again(&invited.get()));
        view! { <p class="invite__question">{words}</p> }.into_any()
    };
    let error = move || {
        view! {
            <p class="field__error" part="error" data-field="invite_email" id="invite-error">
                {mistake}
            </p>
        }
        .into_any()
    };
    let banner = move || {
        let kind = word(move || failed().map(|it| it.0));
        let body = words(move || failed().map(|it| it.1).unwrap_or_default());
        view! {
            <div class="banner" part="banner" data-kind=kind>
                <p class="banner__body">{body}</p>
            </div>
        }
        .into_any()
    };
    let decline =
        move || view! { <Button label=text::NEVER_MIND on_press=never_mind /> }.into_any();

    view! {
        <form class="invite__form" novalidate=true on:submit=submit on:input=edit>
            {present(asked, question)}
            <div class="field" part="field" data-wrong=wrong>
                <label class="field__label" part="label" for="invite_email">{text::INVITE_EMAIL}</label>
                <p class="field__hint" part="hint" id="invite-hint">{text::INVITE_NOTE}</p>
                <input
                    class="field__input"
                    part="input invite-email"
                    id="invite_email"
                    name="invite_email"
                    type="text"
                    autocomplete="off"
                    autocapitalize="none"
                    enterkeyhint="send"
                    inputmode="email"
                    spellcheck="false"
                    readonly=sending
                    aria-describedby=described_by
                    aria-invalid=wrong
                    prop:value=address
                    node_ref=input
                />
                <div class="field__foot">{present(move || wrong.get().is_some(), error)}</div>
            </div>
            <div class="notice" role="alert">{present(move || failed().is_some(), banner)}</div>
            <div class="invite__actions">
                <button
                    class="button button--primary"
                    part="submit"
                    type="submit"
                    aria-disabled=sending
                >
                    {label}
                </button>
                {present(asked, decline)}
            </div>
        </form>
    }
}
