//! What the endpoints of points read alike from a request.

use heartlink_domain::ids::{ME, UserId};
use heartlink_domain::points::Standing;
use heartlink_domain::roles::Role;
use heartlink_runtime::{App, Problem, Request};
use heartlink_store::points::Order;

/// A student whose points the caller may look at; as a teacher only if theirs.
pub(crate) struct Looked {
    pub student_id: UserId,
    as_teacher: bool,
}

/// The student that `asked` names: the caller themselves where it is `me` or
/// absent, anybody for those who may look at anybody.
pub(crate) fn looked_at(request: &Request, asked: Option<&str>) -> Result<Looked, Problem> {
    let caller = request.caller()?;
    let own =
        asked.is_none_or(|asked| asked == ME || asked.parse().is_ok_and(|user: UserId| user == caller.user));
    if own {
        return Ok(Looked { student_id: caller.user.clone(), as_teacher: false });
    }
    let anybody = caller.is(Role::Service) || caller.is(Role::Admin);
    if !anybody && !caller.is(Role::Teacher) {
        return Err(Problem::forbidden());
    }
    Ok(Looked { student_id: named("student_id", asked.unwrap_or_default())?, as_teacher: !anybody })
}

impl Looked {
    /// Refuses a teacher who is not this student's.
    pub(crate) async fn allowed(self, app: &App, request: &Request) -> Result<UserId, Problem> {
        if self.as_teacher {
            let read = app.store.points(&self.student_id, false).await?;
            if !read.account.is_taught_by(request.me()?) {
                return Err(Problem::forbidden());
            }
        }
        Ok(self.student_id)
    }
}

/// A user id in a parameter.
fn named(parameter: &str, text: &str) -> Result<UserId, Problem> {
    text.parse()
        .map_err(|error: heartlink_domain::ids::InvalidId| Problem::parameter(parameter, error.to_string()))
}

/// The order of the caller, with the key that every write needs: a server's or
/// an admin's concerns anybody, a teacher's their students.
pub(crate) fn order(request: &Request) -> Result<Order, Problem> {
    let caller = request.caller()?;
    let anybody = caller.is(Role::Service) || caller.is(Role::Admin) && !caller.is(Role::Teacher);
    let standing = if anybody { Standing::Unbounded } else { Standing::Teacher };
    Ok(Order::new(caller.user.clone(), standing, Some(request.required_idempotency()?)))
}

/// The order of an admin or a server, which concerns anybody.
pub(crate) fn unbounded(request: &Request) -> Result<Order, Problem> {
    Ok(Order { standing: Standing::Unbounded, ..order(request)? })
}
