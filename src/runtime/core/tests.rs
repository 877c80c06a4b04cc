//! What the message loop promises.
