//! One HTTP call, as an endpoint sees it: caller, parameters, body.
//!
//! Owns the reading of input; every failure is a precise problem.

use std::collections::HashMap;
use std::str::FromStr;

use heartlink_domain::ids::{ME, UserId};
use heartlink_domain::problem::FieldProblem;
use heartlink_domain::roles::{Caller, Role};
use heartlink_store::idempotency::IdempotencyKey;
use serde::de::{DeserializeOwned, IgnoredAny};

use crate::page::{Page, PageQuery};
use crate::strict::Strict;
use crate::{Code, Problem};

/// Longest accepted `Idempotency-Key`, in characters.
const MAX_KEY_CHARS: usize = 128;
/// Longest part of an input that a problem quotes, in characters.
const MAX_DETAIL_CHARS: usize = 300;

/// Behind which segments of a path a person is named, so that a key has one scope
/// however the caller's own id is written.
pub const PEOPLE: [&str; 4] = ["blocks", "people", "students", "wallets"];

/// One HTTP call.
#[derive(Debug, Clone)]
pub struct Request {
    /// Name of the route.
    pub route: &'static str,
    /// Id of the request, for logs and problems.
    pub request_id: String,
    /// Path of the route, parameters in braces.
    pub pattern: &'static str,
    /// Path as called.
    pub path: String,
    /// Who calls; `None` only on public routes.
    pub caller: Option<Caller>,
    /// Path parameters.
    pub parameters: HashMap<String, String>,
    /// The query string, undecoded.
    pub query: String,
    /// The body.
    pub body: Vec<u8>,
    /// The `Idempotency-Key` header.
    pub idempotency_key: Option<String>,
    /// The `Accept` header.
    pub accept: String,
}

impl Request {
    /// Who calls.
    ///
    /// # Errors
    /// `unauthorized` on a public route without a token.
    pub fn caller(&self) -> Result<&Caller, Problem> {
        self.caller.as_ref().ok_or_else(|| Problem::new(Code::Unauthorized, "Send a bearer token."))
    }

    /// The calling user.
    ///
    /// # Errors
    /// As [`Request::caller`].
    pub fn me(&self) -> Result<&UserId, Problem> {
        Ok(&self.caller()?.user)
    }

    /// The user in the path, `me` standing for the caller: the caller's own, or
    /// anybody's for a caller with one of `roles`.
    ///
    /// # Errors
    /// `forbidden` for everybody else.
    pub fn user_in_path(&self, name: &str, roles: &[Role]) -> Result<UserId, Problem> {
        let caller = self.caller()?;
        let text = self.parameters.get(name).map(String::as_str).unwrap_or_default();
        if text == ME || (caller.is(Role::User) && text.parse().is_ok_and(|user: UserId| user == caller.user))
        {
            return Ok(caller.user.clone());
        }
        if roles.iter().any(|role| caller.is(*role)) {
            return self.parameter(name);
        }
        Err(Problem::forbidden())
    }

    /// The person in the path, `me` standing for the caller.
    ///
    /// # Errors
    /// As [`Request::parameter`].
    pub fn person(&self, name: &str) -> Result<UserId, Problem> {
        match self.parameters.get(name) {
            Some(text) if text == ME => Ok(self.me()?.clone()),
            _ => self.parameter(name),
        }
    }

    /// A path parameter.
    ///
    /// # Errors
    /// `invalid_request` if it does not parse.
    pub fn parameter<T: FromStr>(&self, name: &str) -> Result<T, Problem>
    where
        T::Err: std::fmt::Display,
    {
        let text = self.parameters.get(name).map(String::as_str).unwrap_or_default();
        text.parse().map_err(|error: T::Err| Problem::parameter(name, error.to_string()))
    }

    /// Whether the caller would rather have `media_type` than JSON: it names that
    /// type, and JSON not before it.
    pub fn prefers(&self, media_type: &str) -> bool {
        let named = |range: &str| range.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
        let known = self
            .accept
            .split(',')
            .map(named)
            .find(|range| range == media_type || range == "application/json");
        known.is_some_and(|range| range == media_type)
    }

    /// The JSON body, unknown fields refused by its type; `me` stands for the
    /// caller where a person is named.
    ///
    /// # Errors
    /// `malformed_json` or `invalid_request`.
    pub fn body<T: DeserializeOwned>(&self) -> Result<T, Problem> {
        let me = self.caller.as_ref().map(|caller| caller.user.as_str());
        from_json(self.body_or_empty(), me)
    }

    fn body_or_empty(&self) -> &[u8] {
        if self.body.is_empty() { b"{}" } else { &self.body }
    }

    /// Checks that nothing was sent where nothing is expected.
    ///
    /// # Errors
    /// `invalid_request` for a body with fields.
    pub fn no_body(&self) -> Result<(), Problem> {
        #[derive(serde::Deserialize)]
        #[serde(deny_unknown_fields)]
        struct Nothing {}
        self.body::<Nothing>().map(|_| ())
    }

    /// The query parameters, unknown ones refused by the type.
    ///
    /// # Errors
    /// `invalid_request`.
    pub fn query<T: DeserializeOwned>(&self) -> Result<T, Problem> {
        serde_urlencoded::from_str(&self.query).map_err(|error| {
            let detail = shortened(error.to_string());
            Problem::invalid(vec![FieldProblem { pointer: "?".to_owned(), detail }])
        })
    }

    /// The page that a list is asked for.
    ///
    /// # Errors
    /// `invalid_request`.
    pub fn page(&self) -> Result<Page, Problem> {
        self.query::<PageQuery>()?.checked()
    }

    /// The same where the call is refused without a key.
    ///
    /// # Errors
    /// `idempotency_key_required`; as [`Request::idempotency`].
    pub fn required_idempotency(&self) -> Result<IdempotencyKey, Problem> {
        let missing =
            || Problem::new(Code::IdempotencyKeyRequired, "Send a key of your own, new for each request.");
        self.idempotency()?.ok_or_else(missing)
    }

    /// The idempotency key in its scope: caller, route and what its path names.
    ///
    /// # Errors
    /// `invalid_request` for a key that is empty, too long or not printable ASCII.
    pub fn idempotency(&self) -> Result<Option<IdempotencyKey>, Problem> {
        let Some(key) = &self.idempotency_key else { return Ok(None) };
        let printable = key.bytes().all(|byte| (0x20..0x7f).contains(&byte));
        if key.is_empty() || key.len() > MAX_KEY_CHARS || !printable {
            let detail = format!("must be 1 to {MAX_KEY_CHARS} printable ASCII characters");
            let pointer = "Idempotency-Key".to_owned();
            return Err(Problem::invalid(vec![FieldProblem { pointer, detail }]));
        }
        let operation = format!("{} {}", self.route, self.target()?);
        let key = IdempotencyKey::new(self.me()?.as_str(), &operation, key, &self.body);
        let key = match serde_json::from_slice(self.body_or_empty()) {
            Ok(value @ serde_json::Value::Object(_)) => key.with_json(&value),
            _ => key,
        };
        Ok(Some(key.with_query(self.query()?)))
    }

    /// The path with what it names, one and the same however the caller wrote it:
    /// the caller is `me` in it.
    fn target(&self) -> Result<String, Problem> {
        let me = self.me()?;
        let mut target = String::new();
        let mut before = "";
        for segment in self.pattern.split('/').skip(1) {
            let name = segment.strip_prefix('{').and_then(|name| name.strip_suffix('}'));
            let named = name.and_then(|name| self.parameters.get(name)).map_or(segment, String::as_str);
            target.push('/');
            match named.parse::<UserId>() {
                Ok(person) if name.is_some() && PEOPLE.contains(&before) => {
                    target.push_str(if person == *me { ME } else { person.as_str() });
                }
                _ => target.push_str(named),
            }
            before = segment;
        }
        Ok(target)
    }
}

/// Reads JSON into a type, unknown fields refused by the type; `me` stands for
/// the caller of that id where a person is named.
///
/// # Errors
/// `malformed_json`, or `invalid_request` with a pointer to the field.
pub fn from_json<T: DeserializeOwned>(text: &[u8], me: Option<&str>) -> Result<T, Problem> {
    let mut json = serde_json::Deserializer::from_slice(text);
    let value: T = serde_path_to_error::deserialize(Strict(&mut json, me)).map_err(|error| {
        // What is no JSON further on is told so, whatever is wrong with its beginning.
        if let Err(syntax) = serde_json::from_slice::<IgnoredAny>(text) {
            return Problem::new(Code::MalformedJson, shortened(syntax.to_string()));
        }
        let detail = shortened(error.inner().to_string());
        if error.inner().is_data() {
            let pointer = pointer(error.path());
            Problem::invalid(vec![FieldProblem { pointer, detail }])
        } else {
            Problem::new(Code::MalformedJson, detail)
        }
    })?;
    json.end().map_err(|error| Problem::new(Code::MalformedJson, error.to_string()))?;
    Ok(value)
}

/// A message that quotes its input, cut to a length that may be sent back.
fn shortened(mut text: String) -> String {
    if let Some((end, _)) = text.char_indices().nth(MAX_DETAIL_CHARS) {
        text.truncate(end);
        text.push('…');
    }
    text
}

/// A path of `serde_path_to_error` as a JSON pointer.
fn pointer(path: &serde_path_to_error::Path) -> String {
    use serde_path_to_error::Segment;
    path.iter().fold(String::new(), |mut pointer, segment| {
        match segment {
            Segment::Seq { index } => pointer.push_str(&format!("/{index}")),
            Segment::Map { key } => {
                let key = shortened(key.replace('~', "~0").replace('/', "~1"));
                pointer.push_str(&format!("/{key}"));
            }
            Segment::Enum { variant } => pointer.push_str(&format!("/{variant}")),
            Segment::Unknown => pointer.push_str("/?"),
        }
        pointer
    })
}

#[cfg(test)]
mod tests;
