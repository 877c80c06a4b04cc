//! The parts a screen is put together from. Each draws one kind of plain data from `app::present` into a canvas.

pub mod boxed;
pub mod columns;
pub mod detail;
pub mod dialog;
pub mod flow;
pub mod footer;
pub mod grid;
pub mod header;
pub mod help;
pub mod notice;
pub mod page;
pub mod palette;
pub mod sheet;
pub mod tabs;
pub mod tour;
