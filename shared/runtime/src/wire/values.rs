//! The forms of single values: ids, amounts, instants, codes. The types
//! themselves are the domain's; here stands what they look like as text.

use std::borrow::Cow;

use heartlink_domain::ledger::MAX_MINOR;
use utoipa::openapi::RefOr;
use utoipa::openapi::schema::{KnownFormat, ObjectBuilder, Schema, SchemaFormat, Type};
use utoipa::{PartialSchema, ToSchema};

macro_rules! id {
    ($name:ident as $form:ident, $description:tt) => {
        #[doc = $description]
        #[derive(Debug, ToSchema)]
        #[schema(as = $name, value_type = String, min_length = 1, max_length = 128, pattern = "^[A-Za-z0-9._@+=,:-]+$")]
        pub struct $form(pub String);
    };
}

/// A person: the `sub` claim of the token, percent-encoded where it holds ASCII beside
/// letters, digits and `._@+=,:-` (`auth0|7` is `auth0%7C7`). Understood as the claim has it, too.
#[derive(Debug, ToSchema)]
#[schema(as = UserId, value_type = String, min_length = 1, max_length = 255, pattern = r"^[ -~\u00a0-\uffff]+$")]
pub struct UserIdForm(pub String);

id!(RequestId as RequestIdForm, "A heart-link request.");
id!(ReportId as ReportIdForm, "A report of a person.");
id!(RoomId as RoomIdForm, "A chat room.");
id!(HoldId as HoldIdForm, "A hold on a wallet.");
id!(JobId as JobIdForm, "A job.");
id!(DocumentName as DocumentNameForm, "A document that admins edit: a rule, a plan, settings.");
id!(GroupId as GroupIdForm, "A class or another group whose points are compared.");
id!(DeviceId as DeviceIdForm, "A device that somebody is attached to: a companion, toy, pet or character.");

/// A currency's code: 2 to 10 upper-case letters and digits.
#[derive(Debug, ToSchema)]
#[schema(as = Currency, value_type = String, min_length = 2, max_length = 10, pattern = "^[A-Z0-9]{2,10}$")]
pub struct CurrencyForm(pub String);

/// Names an account of any kind: `kind/part/part…`, like `wallet/alice/CREDIT`.
///
/// Ids hold no `/`, so no two accounts share a name.
#[derive(Debug, ToSchema)]
#[schema(as = AccountId, value_type = String)]
pub struct AccountIdForm(pub String);

/// A SHA-256 in lower-case hexadecimal.
///
/// Read back as whatever is stored, so that a damaged one is found by
/// verification and not by a record that cannot be read.
#[derive(Debug, ToSchema)]
#[schema(as = Hash, value_type = String)]
pub struct HashForm(pub String);

/// A time zone by its IANA name, like `Asia/Shanghai`.
#[derive(Debug, ToSchema)]
#[schema(as = Zone, value_type = String, example = "Asia/Shanghai")]
pub struct ZoneForm(pub String);

/// A natural day. Days of two zones are compared by their dates.
#[derive(Debug, ToSchema)]
#[schema(as = Day, value_type = String, format = Date, example = "2026-11-21")]
pub struct DayForm(pub String);

/// What kind of transaction: lower-case letters, digits and `_`.
#[derive(Debug, ToSchema)]
#[schema(as = TransactionType, value_type = String, pattern = "^[a-z][a-z0-9_]{0,39}$", example = "add_points")]
pub struct TransactionTypeForm(pub String);

/// An instant: RFC 3339, in UTC, with milliseconds.
#[derive(Debug)]
pub enum TimestampForm {}

impl PartialSchema for TimestampForm {
    fn schema() -> RefOr<Schema> {
        let text = ObjectBuilder::new().schema_type(Type::String);
        text.format(Some(SchemaFormat::KnownFormat(KnownFormat::DateTime))).into()
    }
}

impl ToSchema for TimestampForm {
    fn name() -> Cow<'static, str> {
        Cow::Borrowed("Timestamp")
    }
}

/// An amount of money or points, more than zero.
#[derive(Debug)]
pub enum AmountForm {}

impl PartialSchema for AmountForm {
    fn schema() -> RefOr<Schema> {
        let number = ObjectBuilder::new().schema_type(Type::Integer);
        let number = number.format(Some(SchemaFormat::KnownFormat(KnownFormat::Int64)));
        number.minimum(Some(1)).maximum(Some(MAX_MINOR)).into()
    }
}

impl ToSchema for AmountForm {
    fn name() -> Cow<'static, str> {
        Cow::Borrowed("Amount")
    }
}
