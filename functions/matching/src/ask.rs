//! Ask to be paired.

use heartlink_domain::matching::{Filters, Location, MatchPreferences};
use heartlink_runtime::{App, Problem, Request, Response, endpoint};
use serde::Deserialize;
use utoipa::ToSchema;

use crate::forms;
use crate::view::HeartLinkView;

/// Who the person is, and what the partner should be like. All of it optional.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AskBody {
    /// What the person likes to talk about: up to 20, of 1 to 40 characters.
    #[serde(default)]
    #[schema(max_items = 20, value_type = Vec<forms::Interest>, example = json!(["hiking", "jazz"]))]
    interests: Vec<String>,
    /// Up to 10 language tags.
    #[serde(default)]
    #[schema(max_items = 10, value_type = Vec<forms::LanguageTag>, example = json!(["en", "zh"]))]
    languages: Vec<String>,
    /// Where the person is.
    #[schema(value_type = Option<forms::Location>)]
    location: Option<Location>,
    /// What a partner must fulfil; holds in both directions.
    #[serde(default)]
    #[schema(value_type = forms::Filters)]
    filters: Filters,
}

/// Ask to be paired
///
/// If somebody suitable waits, the pair, the room and both people's new state
/// are one transaction, and the answer is already the match. Otherwise the
/// request waits; the partner comes with the event `match_found`, without
/// polling. Asking again answers 200 with what there is; a request that still
/// waits keeps its place and takes the preferences of the body, if it has any.
// The call records its activity itself, in the same write.
#[endpoint(
    POST "/v1/heart-links",
    roles(User),
    limit(Ask),
    key(optional),
    body(AskBody),
    answers(
        201 = HeartLinkView: "A new request: matched at once, or waiting.",
        200 = HeartLinkView: "The live request or the open room that there was already."
    ),
    errors(Suspended),
    permissions(IDEMPOTENCY, CHANGE_PERSON, COUNTED_CHANGE, READ_RELATIONS, READ_POOL)
)]
pub(crate) async fn ask(app: App, request: Request) -> Result<Response, Problem> {
    let AskBody { interests, languages, location, filters } = request.body()?;
    let preferences =
        MatchPreferences { interests, languages, location, filters }.checked().map_err(Problem::invalid)?;
    let link = app.store.ask(request.me()?, &preferences, request.idempotency()?.as_ref()).await?;
    let created = link.value.created;
    let replayed = link.replayed;
    let view = HeartLinkView::from(link.value);
    let mut reply = if created { Response::created(&view)? } else { Response::ok(&view)? };
    reply.replayed = replayed;
    Ok(reply)
}
