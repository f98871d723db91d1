//! The forms of what is asked for: the rules keep them as they are sent.

use heartlink_domain::matching::preferences::MAX_INTEREST_CHARS;
use utoipa::openapi::schema::Type;
use utoipa::openapi::{ObjectBuilder, RefOr, Schema};
use utoipa::{PartialSchema, ToSchema};

heartlink_runtime::wire! {
    /// A place on the globe, in degrees.
    #[serde(deny_unknown_fields)]
    pub struct Location {
        #[schema(minimum = -90, maximum = 90)]
        lat: f64, "−90 … 90.";
        #[schema(minimum = -180, maximum = 180)]
        lon: f64, "−180 … 180.";
    }

    /// Hard filters on the partner.
    #[serde(deny_unknown_fields)]
    pub struct Filters {
        #[serde(default)]
        #[schema(max_items = 10, value_type = Vec<LanguageTag>)]
        languages: Vec<String>, "The partner speaks at least one of these; `en` admits `en-US` as well (RFC 4647).";
        #[serde(default)]
        #[schema(minimum = 0.001, maximum = 20_040)]
        max_distance_km: Option<f64>, "The partner is no farther away; a partner without a place fails it.";
        #[serde(default)]
        #[schema(max_items = 20, value_type = Vec<Interest>)]
        interests: Vec<String>, "The partner has all of these interests.";
        #[serde(default)]
        #[schema(maximum = 3_600)]
        relax_after_seconds: Option<u64>, "After so many seconds of waiting the filters become preferences.";
    }
}

/// The form of an interest: 1 to 40 characters, not all of them spaces.
#[derive(Debug)]
pub enum Interest {}

/// The form of a language tag: 2 to 35 letters, digits and hyphens.
#[derive(Debug)]
pub enum LanguageTag {}

impl PartialSchema for Interest {
    fn schema() -> RefOr<Schema> {
        let form = ObjectBuilder::new().schema_type(Type::String).pattern(Some(r"\S"));
        form.min_length(Some(1)).max_length(Some(MAX_INTEREST_CHARS)).into()
    }
}

impl PartialSchema for LanguageTag {
    fn schema() -> RefOr<Schema> {
        let form = ObjectBuilder::new().schema_type(Type::String);
        form.pattern(Some(r"^\s*[A-Za-z0-9-]{2,35}\s*$")).into()
    }
}

impl ToSchema for Interest {}

impl ToSchema for LanguageTag {}
