//! `cs get`, `set`, `unset`, `diff`, `drop`, `undo`, `redo`: what the configuration holds, and what is staged to be changed.

use clap::Subcommand;

/// What can be looked at and staged. Nothing of this is sent; `cs commit` does that.
#[derive(Debug, Subcommand)]
pub enum StagingVerb {
    /// An option, or what stands in a section. Values of options named like secrets are not shown.
    Get {
        /// Its path, as /Resources/Sites.
        path: String,
        /// As programs on this host see it, with the local files over what the servers have.
        #[arg(long)]
        local: bool,
        /// As it would be with what is staged.
        #[arg(long, conflicts_with = "local")]
        staged: bool,
    },
    /// Stage a value for an option, which is made if it is missing. A list has commas between its elements.
    Set {
        /// Path of the option.
        path: String,
        /// Its value. Secrets do not belong here and are refused.
        #[arg(allow_hyphen_values = true)]
        value: String,
        /// The value is one element, to be added to the option's list.
        #[arg(long)]
        add: bool,
        /// The value is one element, to be taken out of the option's list.
        #[arg(long, conflicts_with = "add")]
        remove: bool,
    },
    /// Stage the removal of an option.
    Unset {
        /// Its path.
        path: String,
        /// It is a section, and goes with all that is in it.
        #[arg(long)]
        section: bool,
    },
    /// What is staged: each option and section that would differ.
    Diff {
        /// The staged steps with their numbers instead.
        #[arg(long)]
        steps: bool,
    },
    /// Drop what is staged: all of it, or one step.
    Drop {
        /// Number of the step, as `cs diff --steps` shows it.
        #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
        step: Option<u32>,
    },
    /// Take back the step that was staged last.
    Undo,
    /// Put back the step that was taken back last.
    Redo,
}
