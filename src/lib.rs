//! An embeddable form that creates one client.
//!
//! Read in this order:
//!
//! 1. [`form`], what the form knows: a pure state machine, tested without a browser;
//! 2. [`invite`], what the invitation knows, likewise;
//! 3. [`failure`], what went wrong with a request, as far as a person is concerned;
//! 4. [`text`], every sentence a person can read;
//! 5. [`api`], the requests the widget sends, and what their answers mean;
//! 6. [`state`], the signals that views share, and the errands that change them;
//! 7. [`timer`], waiting;
//! 8. [`view`], how the state looks: components and nothing else;
//! 9. [`element`], how a page takes the widget in and lets it go.

pub mod api;
pub mod element;
pub mod failure;
pub mod form;
pub mod invite;
pub mod state;
pub mod text;
pub mod timer;
pub mod view;
