//! A page with one widget, and a network that answers as planned.

pub(crate) mod answers;
pub(crate) mod control;
pub(crate) mod heard;
pub(crate) mod network;
pub(crate) mod page;
pub(crate) mod screen;
pub(crate) mod wait;
