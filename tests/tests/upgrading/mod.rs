//! From one version to the next and back, as `docs/upgrading.md` promises it.

mod beside_a_newer_version;
mod carrying_on;
mod first_release;
mod full_database;
mod going_back;
