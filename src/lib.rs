//! An embeddable form that creates one client.
//!
//! Read in this order:
//!
//! 1. [`form`], what the form knows: a pure state machine, tested without a browser;
//! 2. [`invite`], what the invitation knows, likewise;
//! 3. [`failure`], what went wrong with a request, as far as a person is concerned;
//! 4. [`text`], every sentence a person can read;
//! 5. [`api`], the requests the widget sends, and what their answers mean;
//! 6. [`memory`], what this tab remembers across a reload;
//! 7. [`lock`], one submission at a time, over all tabs;
//! 8. [`timer`], waiting, and what time it is;
//! 9. [`state`], the values that views share and follow, and the errands that change them;
//! 10. [`view`], how the state looks: components and nothing else;
//! 11. [`element`], how a page takes the widget in and lets it go.

pub mod api;
pub mod element;
pub mod failure;
pub mod form;
pub mod invite;
pub mod lock;
pub mod memory;
pub mod object;
pub mod state;
pub mod text;
pub mod timer;
pub mod view;
