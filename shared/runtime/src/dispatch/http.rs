//! One HTTP call: access, limits, activity, the endpoint, the answer.

use std::time::Duration;

use futures::FutureExt;
use heartlink_domain::roles::{Caller, Role};
use heartlink_store::context;
use http::header::{ACCEPT, CONTENT_TYPE};
use lambda_http::request::RequestContext;
use lambda_http::{Body, Request as GatewayRequest, RequestExt, Response as GatewayResponse};
use tracing::Instrument;

use super::deadline::{Completed, deadline, run_until};
use super::response::{refuse, reply};
use crate::telemetry::Access;
use crate::trace::{self, Kind};
use crate::{App, Code, HttpRoute, Problem, Request, auth};

/// Largest body that is read, in bytes.
const MAX_BODY_BYTES: usize = 256 * 1024;
/// Longest part of a parameter's name that a problem quotes, in characters.
const MAX_NAME_CHARS: usize = 64;
/// Time that a call has where the invocation sets no deadline; below the 29 s
/// after which API Gateway gives up.
const SPAN: Duration = Duration::from_secs(25);

/// Answers `request` with the endpoint of `route`.
pub async fn http(app: &App, route: &'static HttpRoute, request: GatewayRequest) -> GatewayResponse<Body> {
    let request_id = request_id(app, &request);
    let deadline = deadline(app, request.lambda_context_ref(), SPAN);
    let caller = request.request_context_ref().and_then(auth::caller_from_context);
    let path = request.raw_http_path().to_owned();
    let call = admitted(route, caller.as_ref(), &request, &request_id);

    let part = trace::begin(app, route.name, request.lambda_context_ref());
    let trace_id = trace::id(part.as_ref());
    let span = tracing::info_span!("call", request_id, route = route.name, trace_id);
    let work = trace::within(part.clone(), async {
        let call = call?;
        if let (Some(limit), Some(caller)) = (route.limit, &call.caller) {
            app.count(caller, limit)?;
        }
        if route.counts_as_activity
            && let Some(caller) = &call.caller
            && caller.is(Role::User)
            && let Err(error) = app.store.touch(&caller.user).boxed().await
        {
            tracing::warn!(%error, "the activity was not recorded");
        }
        (route.run)(app.clone(), call).await
    });
    let Completed { result, cost, elapsed } =
        context::call(route.function(), run_until(app, deadline, work)).instrument(span).await;

    let (response, problem) = match result {
        Ok(answer) => (reply(answer, &request_id), None),
        Err(problem) => (refuse(&problem, &path, &request_id), Some(problem)),
    };
    let access = Access {
        request_id: &request_id,
        trace_id: trace_id.as_deref(),
        route: route.name,
        user: caller.as_ref().map(|caller| &caller.user),
        status: response.status().as_u16(),
        problem: problem.as_ref(),
        elapsed,
        cost,
        at: app.store.now(),
        records: None,
        scheduled: false,
    };
    access.record();
    if let Some(part) = part {
        trace::end(app, &part, Kind::Subsegment, &access.ended(Some((route.method, route.path))));
    }
    response
}

/// The call, if the caller may make it and its form is right.
fn admitted(
    route: &'static HttpRoute,
    caller: Option<&Caller>,
    request: &GatewayRequest,
    request_id: &str,
) -> Result<Request, Problem> {
    route.access.check(caller)?;
    check_body(request)?;
    check_query(route, request)?;
    let parameters = request.path_parameters_ref().map(|parameters| {
        parameters.iter().map(|(name, value)| (name.to_owned(), value.to_owned())).collect()
    });
    let idempotency_key = request
        .headers()
        .get("idempotency-key")
        .map(|value| String::from_utf8_lossy(value.as_bytes()).into_owned());
    Ok(Request {
        route: route.name,
        request_id: request_id.to_owned(),
        pattern: route.path,
        path: request.raw_http_path().to_owned(),
        caller: caller.cloned(),
        parameters: parameters.unwrap_or_default(),
        query: request.uri().query().unwrap_or_default().to_owned(),
        body: request.body().to_vec(),
        idempotency_key,
        accept: request
            .headers()
            .get(ACCEPT)
            .and_then(|value| value.to_str().ok())
            .unwrap_or_default()
            .to_owned(),
    })
}

fn check_body(request: &GatewayRequest) -> Result<(), Problem> {
    let length = request.body().len();
    if length > MAX_BODY_BYTES {
        let detail = format!("A body may have up to {MAX_BODY_BYTES} bytes.");
        return Err(Problem::new(Code::BodyTooLarge, detail).with("limit", MAX_BODY_BYTES));
    }
    let Some(content_type) = request.headers().get(CONTENT_TYPE).filter(|_| length > 0) else {
        return Ok(());
    };
    let media_type = content_type.to_str().unwrap_or_default().split(';').next().unwrap_or_default();
    if media_type.trim().eq_ignore_ascii_case("application/json") {
        return Ok(());
    }
    Err(Problem::new(Code::UnsupportedMediaType, "Send the body as application/json."))
}

/// A parameter that the endpoint does not know is refused, not dropped: it may
/// have been meant to change what happens.
fn check_query(route: &HttpRoute, request: &GatewayRequest) -> Result<(), Problem> {
    let query = request.uri().query().unwrap_or_default();
    let first = query.split('&').find(|part| !part.is_empty());
    match first.filter(|_| !route.takes_query) {
        None => Ok(()),
        Some(part) => {
            let name: String =
                part.split('=').next().unwrap_or_default().chars().take(MAX_NAME_CHARS).collect();
            Err(Problem::parameter(&name, "is not known here: this call takes no query".to_owned()))
        }
    }
}

/// The gateway's id of the request; Lambda's, or one of our own where there
/// is none.
pub(super) fn request_id(app: &App, request: &GatewayRequest) -> String {
    let of_gateway = match request.request_context_ref() {
        Some(RequestContext::ApiGatewayV2(context)) => context.request_id.as_deref(),
        Some(RequestContext::WebSocket(context)) => context.request_id.as_deref(),
        _ => None,
    };
    let of_lambda = request.lambda_context_ref().map(|context| context.request_id.as_str());
    of_gateway.or(of_lambda).filter(|id| !id.is_empty()).map_or_else(|| own_request_id(app), str::to_owned)
}

pub(super) fn own_request_id(app: &App) -> String {
    format!("{:032x}", app.store.chance("request_id").bits128())
}

#[cfg(test)]
mod tests;
