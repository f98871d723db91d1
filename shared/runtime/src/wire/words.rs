//! Enums of the domain that are one word each on the wire: which words there
//! are is asked of serde, so that none is written down twice.

use std::borrow::Cow;
use std::cell::Cell;

use serde::de::value::Error;
use serde::de::{Deserialize, Deserializer, Error as _, Visitor};
use serde::forward_to_deserialize_any;
use utoipa::openapi::RefOr;
use utoipa::openapi::schema::{ObjectBuilder, Schema, Type};
use utoipa::{PartialSchema, ToSchema};

/// Looks like input, and only notes which variants it is asked for.
struct Asked<'a>(&'a Cell<&'static [&'static str]>);

impl<'de> Deserializer<'de> for Asked<'_> {
    type Error = Error;

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _name: &'static str,
        variants: &'static [&'static str],
        _visitor: V,
    ) -> Result<V::Value, Error> {
        self.0.set(variants);
        Err(Error::custom("nothing to read"))
    }

    fn deserialize_any<V: Visitor<'de>>(self, _visitor: V) -> Result<V::Value, Error> {
        Err(Error::custom("not an enum"))
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 u8 u16 u32 u64 f32 f64 char str string bytes byte_buf option unit unit_struct
        newtype_struct seq tuple tuple_struct map struct identifier ignored_any
    }
}

/// The names of the variants of `T`, in their order.
fn names_of<'de, T: Deserialize<'de>>() -> &'static [&'static str] {
    let variants: Cell<&'static [&'static str]> = Cell::new(&[]);
    // It always fails: all that is wanted is what it was asked for.
    let _ = T::deserialize(Asked(&variants));
    variants.get()
}

macro_rules! words {
    ($room:ident::$name:ident as $form:ident, $description:literal) => {
        #[doc = $description]
        #[derive(Debug)]
        pub enum $form {}

        impl PartialSchema for $form {
            fn schema() -> RefOr<Schema> {
                let names = names_of::<heartlink_domain::$room::$name>();
                let text = ObjectBuilder::new().schema_type(Type::String).description(Some($description));
                text.enum_values(Some(names.iter().copied())).into()
            }
        }

        impl ToSchema for $form {
            fn name() -> Cow<'static, str> {
                Cow::Borrowed(stringify!($name))
            }
        }
    };
}

words!(activity::ActivityKind as ActivityKindForm, "What a person did.");
words!(events::EventType as EventTypeForm, "Kinds of events.");
words!(matching::RequestStatus as RequestStatusForm, "States of a request.");
words!(matching::ExpiryReason as ExpiryReasonForm, "Why a request expired.");
words!(jobs::JobKind as JobKindForm, "What a job does.");
words!(jobs::JobSource as JobSourceForm, "Where a job's rewards come from.");
words!(jobs::JobStatus as JobStatusForm, "How far a job is.");
words!(jobs::StopReason as StopReasonForm, "Why a job stopped half-way.");
words!(rooms::RoomStatus as RoomStatusForm, "States of a room.");
words!(rooms::EndReason as EndReasonForm, "Why a room ended.");
words!(safety::Reason as ReasonForm, "What a report is about.");
words!(safety::ReportStatus as ReportStatusForm, "Whether somebody still has to look at a report.");
words!(safety::ReportOutcome as ReportOutcomeForm, "What was done about a report.");
words!(safety::SanctionKind as SanctionKindForm, "What is done about somebody.");
words!(wallet::WalletStatus as WalletStatusForm, "What may move in a wallet.");
words!(wallet::HoldStatus as HoldStatusForm, "States of a hold.");
words!(wallet::ReferenceScope as ReferenceScopeForm, "Among which entries a reference stands once.");
words!(wallet::Kind as KindForm, "Kinds of a wallet's entries.");
words!(points::CapReason as CapReasonForm, "Why less was applied than was requested.");
words!(points::HealthStatus as HealthStatusForm, "The state of all accounts together.");
words!(ledger::Fault as FaultForm, "What can be wrong with a ledger.");
words!(affinity::GrantStatus as GrantStatusForm, "How far something is paid.");
words!(affinity::Source as SourceForm, "Where a change comes from.");
words!(affinity::Reporter as ReporterForm, "Who may report an event.");
words!(affinity::Outcome as OutcomeForm, "What came of an apply.");
