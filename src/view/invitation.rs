//! The invitation of a created client to the portal.

use leptos::ev::Event;
use leptos::prelude::*;
use roosted_contract::ClientField;
use wasm_bindgen::JsCast;
use web_sys::HtmlInputElement;

use crate::invite::Invite;
use crate::state::State;
use crate::text::{self, Words};
use crate::view::button::{button, submit_button};
use crate::view::focus::catch_focus;
use crate::view::notice::banner;
use crate::view::tag::{Ref, Tag, block};

/// Shows the address the invitation will go to, sends it once, then says who was invited and when.
///
/// # Parts
///
/// `invite`, `invite-email`, and `field`, `label`, `error`, `banner`, `submit` of its form.
pub fn invitation(state: State) -> Tag {
    let asks = move || state.invite.with(Invite::asks);
    let announced = move || {
        state.invite.with(|it| match it {
            Invite::Sending => Some(text::INVITING),
            Invite::Invited => Some(text::INVITED),
            _ => None,
        })
    };

    // One takes the place of the other, and with it goes the button that was pressed.
    let place = Ref::new();
    catch_focus(place, move || usize::from(asks()));

    block("section", "invite")
        .part("invite")
        .attr("aria-labelledby", "invite-title")
        .attr("tabindex", "-1")
        .known_as(place)
        .child(
            block("h3", "card__subtitle").attr("id", "invite-title").say(state, text::INVITE_TITLE),
        )
        .when(asks, move || invitation_form(state))
        .when(move || !asks(), move || invited(state))
        .child(block("p", "visually-hidden").attr("role", "status").says(state, announced))
}

/// Who was invited and when, and the way to another invitation.
fn invited(state: State) -> Tag {
    let words = move || {
        state.with_client(String::new(), |it| {
            state.words.with(|words| {
                text::invited(
                    words,
                    it.text(ClientField::PortalInviteEmail),
                    it.text(ClientField::PortalInvited),
                )
            })
        })
    };

    block("div", "invite__done").child(block("p", "invite__sent").text(words)).child(button(
        state,
        text::INVITE_AGAIN,
        move || state.invite.update(Invite::again),
    ))
}

/// The address, what will happen, and the button.
fn invitation_form(state: State) -> Tag {
    let input = Ref::new();
    let asked = move || state.invite.with(|it| *it == Invite::Again);
    let sending = move || state.invite.with(|it| *it == Invite::Sending);
    let label = move || {
        state.invite.with(|it| match it {
            Invite::Sending => text::INVITING,
            // The one before may have gone out.
            Invite::Again | Invite::Unconfirmed(_) => text::INVITE_ANOTHER,
            _ => text::INVITE,
        })
    };
    let failed = move || state.invite.with(|it| state.words.with(|words| failed(it, words)));

    let edit = move |_| state.invite.maybe_update(Invite::edited);
    let submit = move |event: Event| {
        event.prevent_default();
        let Some(input) = input.get_untracked() else { return };
        state.send_invitation(&input.unchecked_ref::<HtmlInputElement>().value());
        if state.invite.peek(|it| matches!(it, Invite::Refused(_))) {
            _ = input.focus();
        }
    };

    block("form", "invite__form")
        .attr("novalidate", "")
        .on("submit", submit)
        .on("input", edit)
        .when(asked, move || {
            block("p", "invite__question").text(move || {
                let email = state.text_of(ClientField::PortalInviteEmail);
                state.words.with(|it| text::invite_again(it, &email))
            })
        })
        .child(address(state, input))
        .child(block("div", "notice").attr("role", "alert").when(
            move || failed().is_some(),
            move || {
                banner(move || failed().map(|it| it.0)).child(
                    block("p", "banner__body")
                        .text(move || failed().map(|it| it.1).unwrap_or_default()),
                )
            },
        ))
        .child(block("div", "invite__actions").child(submit_button(state, label, sending)).when(
            asked,
            move || {
                button(state, text::NEVER_MIND, move || state.invite.update(Invite::never_mind))
            },
        ))
}

fn address(state: State, input: Ref) -> Tag {
    let mistake = move || {
        state.invite.with(|it| match it {
            Invite::Refused(code) => Some(text::invite_mistake(*code)),
            _ => None,
        })
    };
    let wrong = move || mistake().is_some();
    let described_by =
        move || Some(if wrong() { "invite-hint invite-error" } else { "invite-hint" }.to_owned());
    // What was typed, else where the last one went, else the contact.
    let to = state.addressee.get().unwrap_or_else(|| {
        untrack(|| {
            let before = state.text_of(ClientField::PortalInviteEmail);
            if before.is_empty() { state.text_of(ClientField::ContactEmail) } else { before }
        })
    });
    on_cleanup(move || {
        if let Some(input) = input.try_get_untracked().flatten() {
            let typed = input.unchecked_into::<HtmlInputElement>().value();
            state.addressee.replace(Some(typed));
        }
    });

    block("div", "field")
        .part("field")
        .mark("data-wrong", wrong)
        .child(
            block("label", "field__label")
                .part("label")
                .attr("for", "invite_email")
                .say(state, text::INVITE_EMAIL),
        )
        .child(
            block("p", "field__hint")
                .part("hint")
                .attr("id", "invite-hint")
                .say(state, text::INVITE_NOTE),
        )
        .child(
            block("input", "field__input")
                .part("input invite-email")
                .attr("id", "invite_email")
                .attr("name", "invite_email")
                .attr("type", "text")
                .attr("autocomplete", "off")
                .attr("autocapitalize", "none")
                .attr("dir", "ltr")
                .attr("enterkeyhint", "send")
                .attr("inputmode", "email")
                .attr("spellcheck", "false")
                .mark("readonly", move || state.invite.with(|it| *it == Invite::Sending))
                .live("aria-describedby", described_by)
                .mark("aria-invalid", wrong)
                .value(to)
                .known_as(input),
        )
        .child(block("div", "field__foot").when(wrong, move || {
            block("p", "field__error")
                .part("error")
                .attr("data-field", "invite_email")
                .attr("id", "invite-error")
                .says(state, mistake)
        }))
}

/// The kind of a banner, and what it says.
fn failed(invite: &Invite, words: &Words) -> Option<(&'static str, String)> {
    match invite {
        Invite::Failed(failure) => Some(("error", text::invite_failure(words, failure))),
        Invite::Unconfirmed(failure) => Some(("checking", text::invite_failure(words, failure))),
        _ => None,
    }
}
