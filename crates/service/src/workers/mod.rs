//! Long work that goes on beside the updates.

mod release;
