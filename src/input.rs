//! Keys and what they do: our own key type, the one table of actions, and the keymap made of it.
//!
//! Footer, help, palette and documentation are made from [`action::ACTIONS`]. Nothing here knows of terminals (the runtime
//! converts their events) or of what an action changes.

pub mod action;
pub mod key;
pub mod keymap;
pub mod line;
