//! An embeddable form that creates one client.
//!
//! Read in this order:
//!
//! 1. [`form`], what the form knows: a pure state machine, tested without a browser;
//! 2. [`invite`], what the invitation knows, likewise;
//! 3. [`paste`], what a block of pasted text says about a client;
//! 4. [`failure`], what went wrong with a request, as far as a person is concerned;
//! 5. [`text`], every sentence a person can read;
//! 6. [`api`], the requests the widget sends, and what their answers mean;
//! 7. [`memory`], what this tab remembers across a reload;
//! 8. [`lock`], one submission at a time, over all tabs;
//! 9. [`timer`], waiting, and what time it is;
//! 10. [`state`], the signals that views share, and the errands that change them;
//! 11. [`view`], how the state looks: components and nothing else;
//! 12. [`element`], how a page takes the widget in and lets it go.

pub mod api;
pub mod element;
pub mod failure;
pub mod form;
pub mod invite;
pub mod lock;
pub mod memory;
pub mod object;
pub mod paste;
pub mod state;
pub mod text;
pub mod timer;
pub mod view;
