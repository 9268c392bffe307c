//! What instances share, on a real Redis, and on a Valkey where there is one: the contract of memberships, changes that
//! reach the others, limits over all; and what happens when it is killed, hung and wiped.

mod deployments;
mod instance;
mod limits;
mod memberships;
mod neighbours;
mod outages;
mod program;
mod program_on_deployments;
mod several_instances;
