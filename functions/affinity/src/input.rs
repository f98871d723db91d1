//! What the endpoints of affinity read alike from a request.

use heartlink_domain::ids::{DocumentName, ME, UserId};
use heartlink_domain::roles::Role;
use heartlink_runtime::wire::*;
use heartlink_runtime::{Problem, Request};
use heartlink_store::wallet::Order;
use serde::Deserialize;
use utoipa::IntoParams;

/// Whose binding.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct UserQuery {
    /// The caller if absent or `me`; a caller of another role has to name one.
    pub(crate) user_id: Option<UserId>,
}

/// The user that is asked about: the caller, or anybody for a caller with one of
/// `roles`, who has to name them. `pointer` is where a name is looked for.
pub(crate) fn whose(
    request: &Request,
    named: Option<UserId>,
    roles: &[Role],
    pointer: &str,
) -> Result<UserId, Problem> {
    let caller = request.caller()?;
    let (is_user, others) = (caller.is(Role::User), roles.iter().any(|role| caller.is(*role)));
    match named {
        Some(named) if named.as_str() == ME => Ok(caller.user.clone()),
        Some(named) if others || (is_user && named == caller.user) => Ok(named),
        None if is_user => Ok(caller.user.clone()),
        None if others => Err(Problem::field(pointer, "is needed: say whose device it is")),
        _ => Err(Problem::forbidden()),
    }
}

/// The order of the caller, with the key if one was given.
pub(crate) fn order(request: &Request) -> Result<Order, Problem> {
    Ok(Order::new(request.me()?.clone(), request.idempotency()?))
}

/// The name of a document that there is but one of.
pub(crate) fn name(text: &str) -> Result<DocumentName, Problem> {
    text.parse().map_err(Problem::internal)
}
