//! The invitation of a created client to the portal.

use leptos::either::Either;
use leptos::ev::SubmitEvent;
use leptos::html;
use leptos::prelude::*;
use roosted_contract::{Client, ClientField};

use crate::invite::Invite;
use crate::state::State;
use crate::text;
use crate::view::button::Button;

/// Shows the address the invitation will go to, sends it once, then says who was invited and when.
///
/// # Parts
///
/// `invite`, `invite-email`, and `field`, `label`, `error`, `banner`, `submit` of its form.
#[component]
pub fn Invitation(
    /// What the widget knows.
    state: State,
    /// The client.
    #[prop(into)]
    client: Signal<Client>,
) -> impl IntoView {
    // Derived.
    let asks = Memo::new(move |_| state.invite.with(Invite::asks));
    let announced = move || {
        state.invite.with(|it| match it {
            Invite::Sending => Some(text::INVITING),
            Invite::Invited => Some(text::INVITED),
            _ => None,
        })
    };
    let invited = move || {
        client.with(|it| {
            text::invited(
                it.text(ClientField::PortalInviteEmail),
                it.text(ClientField::PortalInvited),
            )
        })
    };

    let again = move |_| state.invite.update(Invite::again);

    view! {
        <section class="invite" part="invite" aria-labelledby="invite-title">
            <h3 class="card__subtitle" id="invite-title">{text::INVITE_TITLE}</h3>
            {move || {
                if asks.get() {
                    Either::Left(view! { <InvitationForm state client /> })
                } else {
                    Either::Right(view! {
                        <div class="invite__done">
                            <p class="invite__sent">{invited}</p>
                            <Button label=text::INVITE_AGAIN on_press=again />
                        </div>
                    })
                }
            }}
            <p class="visually-hidden" role="status">{announced}</p>
        </section>
    }
}

/// The address, what will happen, and the button.
#[component]
fn InvitationForm(
    /// What the widget knows.
    state: State,
    /// The client.
    client: Signal<Client>,
) -> impl IntoView {
    let input = NodeRef::<html::Input>::new();
    let address = client.with_untracked(|it| {
        let before = it.text(ClientField::PortalInviteEmail);
        before.or(it.text(ClientField::ContactEmail)).unwrap_or_default().to_owned()
    });

    // Derived.
    let mistake = move || {
        state.invite.with(|it| match it {
            Invite::Refused(code) => Some(text::invite_mistake(*code)),
            _ => None,
        })
    };
    let wrong = move || mistake().is_some();
    let sending = move || state.invite.with(|it| *it == Invite::Sending);
    let asked = Memo::new(move |_| state.invite.with(|it| *it == Invite::Again));
    let banner = move || {
        state.invite.with(|it| match it {
            Invite::Failed(failure) => Some(("error", text::invite_failure(failure))),
            Invite::Unconfirmed(failure) => Some(("checking", text::invite_failure(failure))),
            _ => None,
        })
    };
    let question = move || {
        asked
            .get()
            .then(|| client.with(|it| text::invite_again(it.text(ClientField::PortalInviteEmail))))
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

    view! {
        <form class="invite__form" novalidate=true on:submit=submit on:input=edit>
            {move || question().map(|it| view! { <p class="invite__question">{it}</p> })}
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
                    aria-describedby=move || {
                        if wrong() { "invite-hint invite-error" } else { "invite-hint" }
                    }
                    aria-invalid=move || wrong().then_some("true")
                    prop:value=address
                    node_ref=input
                />
                <div class="field__foot">
                    {move || mistake().map(|it| view! {
                        <p class="field__error" part="error" data-field="invite_email" id="invite-error">
                            {it}
                        </p>
                    })}
                </div>
            </div>
            <div class="notice" role="alert">
                {move || banner().map(|(kind, body)| view! {
                    <div class="banner" part="banner" data-kind=kind>
                        <p class="banner__body">{body}</p>
                    </div>
                })}
            </div>
            <div class="invite__actions">
                <button
                    class="button button--primary"
                    part="submit"
                    type="submit"
                    aria-disabled=move || sending().then_some("true")
                >
                    {move || {
                        if sending() {
                            text::INVITING
                        } else if asked.get() {
                            text::INVITE_ANOTHER
                        } else {
                            text::INVITE
                        }
                    }}
                </button>
                {move || asked.get().then(|| view! {
                    <Button label=text::NEVER_MIND on_press=never_mind />
                })}
            </div>
        </form>
    }
}
