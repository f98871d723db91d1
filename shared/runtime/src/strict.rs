//! JSON in which an object is written as one.
//!
//! What serde derives also takes a list for an object, member by member in the
//! order of the source. Nobody means that: here a list is refused wherever an
//! object belongs, at any depth. Where a person is named, `me` is the caller.
//! Never changes what is read of anything else.

use std::fmt;

use heartlink_domain::ids::{ME, PERSON};
use serde::de::{
    DeserializeSeed, Deserializer, EnumAccess, Error, IntoDeserializer, MapAccess, SeqAccess, Visitor,
};
use serde::{Deserialize, forward_to_deserialize_any};

/// A deserializer, what it hands out, or who is to receive it; with the id of the
/// caller, where there is one.
pub(crate) struct Strict<'m, T>(pub(crate) T, pub(crate) Option<&'m str>);

/// Who expects an object.
struct Object<'m, V>(V, Option<&'m str>);

/// Who expects a person.
struct Person<'m, V>(V, &'m str);

impl<'de, D: Deserializer<'de>> Deserializer<'de> for Strict<'_, D> {
    type Error = D::Error;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, D::Error> {
        self.0.deserialize_any(Strict(visitor, self.1))
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, D::Error> {
        self.0.deserialize_option(Strict(visitor, self.1))
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        visitor: V,
    ) -> Result<V::Value, D::Error> {
        match self.1 {
            Some(me) if name == PERSON => self.0.deserialize_newtype_struct(name, Person(visitor, me)),
            me => self.0.deserialize_newtype_struct(name, Strict(visitor, me)),
        }
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, D::Error> {
        self.0.deserialize_struct(name, fields, Object(visitor, self.1))
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        name: &'static str,
        variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, D::Error> {
        self.0.deserialize_enum(name, variants, Strict(visitor, self.1))
    }

    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, D::Error> {
        self.0.deserialize_ignored_any(visitor)
    }

    // JSON says by itself what it holds.
    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf
        unit unit_struct seq tuple tuple_struct map identifier
    }
}

/// The scalars go through as they are.
macro_rules! forward {
    ($($method:ident($type:ty)),*) => {
        $(fn $method<E: Error>(self, value: $type) -> Result<V::Value, E> {
            self.0.$method(value)
        })*
    };
}

impl<'de, V: Visitor<'de>> Visitor<'de> for Strict<'_, V> {
    type Value = V::Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.expecting(f)
    }

    forward! {
        visit_bool(bool), visit_i64(i64), visit_u64(u64), visit_f64(f64), visit_str(&str),
        visit_borrowed_str(&'de str), visit_string(String)
    }

    fn visit_unit<E: Error>(self) -> Result<V::Value, E> {
        self.0.visit_unit()
    }

    fn visit_none<E: Error>(self) -> Result<V::Value, E> {
        self.0.visit_none()
    }

    fn visit_some<D: Deserializer<'de>>(self, inner: D) -> Result<V::Value, D::Error> {
        self.0.visit_some(Strict(inner, self.1))
    }

    fn visit_newtype_struct<D: Deserializer<'de>>(self, inner: D) -> Result<V::Value, D::Error> {
        self.0.visit_newtype_struct(Strict(inner, self.1))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, list: A) -> Result<V::Value, A::Error> {
        self.0.visit_seq(Strict(list, self.1))
    }

    fn visit_map<A: MapAccess<'de>>(self, object: A) -> Result<V::Value, A::Error> {
        self.0.visit_map(Strict(object, self.1))
    }

    fn visit_enum<A: EnumAccess<'de>>(self, variant: A) -> Result<V::Value, A::Error> {
        self.0.visit_enum(variant)
    }
}

impl<'de, V: Visitor<'de>> Visitor<'de> for Object<'_, V> {
    type Value = V::Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, object: A) -> Result<V::Value, A::Error> {
        self.0.visit_map(Strict(object, self.1))
    }
}

impl<'de, V: Visitor<'de>> Visitor<'de> for Person<'_, V> {
    type Value = V::Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the id of a person, or `me`")
    }

    fn visit_newtype_struct<D: Deserializer<'de>>(self, inner: D) -> Result<V::Value, D::Error> {
        let named = String::deserialize(inner)?;
        let named = if named == ME { self.1.to_owned() } else { named };
        self.0.visit_newtype_struct(named.into_deserializer())
    }
}

impl<'de, A: SeqAccess<'de>> SeqAccess<'de> for Strict<'_, A> {
    type Error = A::Error;

    fn next_element_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<Option<S::Value>, A::Error> {
        self.0.next_element_seed(Strict(seed, self.1))
    }

    fn size_hint(&self) -> Option<usize> {
        self.0.size_hint()
    }
}

impl<'de, A: MapAccess<'de>> MapAccess<'de> for Strict<'_, A> {
    type Error = A::Error;

    fn next_key_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<Option<S::Value>, A::Error> {
        self.0.next_key_seed(seed)
    }

    fn next_value_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<S::Value, A::Error> {
        self.0.next_value_seed(Strict(seed, self.1))
    }

    fn size_hint(&self) -> Option<usize> {
        self.0.size_hint()
    }
}

impl<'de, S: DeserializeSeed<'de>> DeserializeSeed<'de> for Strict<'_, S> {
    type Value = S::Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<S::Value, D::Error> {
        self.0.deserialize(Strict(deserializer, self.1))
    }
}

#[cfg(test)]
mod tests {
    use serde::Deserialize;

    use super::*;

    #[derive(Debug, PartialEq, Deserialize)]
    struct Place {
        lat: f64,
        lon: f64,
    }

    #[derive(Debug, PartialEq, Deserialize)]
    struct Sample {
        #[serde(default)]
        words: Vec<String>,
        place: Option<Place>,
        #[serde(default)]
        places: Vec<Place>,
        pair: Option<(i64, bool)>,
    }

    fn read(text: &str) -> Result<Sample, serde_json::Error> {
        Sample::deserialize(Strict(&mut serde_json::Deserializer::from_str(text), None))
    }

    #[test]
    fn a_list_is_no_object_at_any_depth() {
        for text in
            ["[]", "[[]]", r#"{"place":[1,2]}"#, r#"{"places":[{"lat":1,"lon":2},[1,2]]}"#, "null", "7"]
        {
            let error = read(text).unwrap_err().to_string();
            assert!(error.contains("expected an object"), "{text}: {error}");
        }
    }

    #[test]
    fn everything_else_is_read_as_it_was() {
        let text = r#"{"words":["a\n","b"],"place":{"lat":1,"lon":-2.5},"places":[],"pair":[7,true]}"#;
        let place = Some(Place { lat: 1.0, lon: -2.5 });
        let sample = Sample {
            words: vec!["a\n".into(), "b".into()],
            place,
            places: Vec::new(),
            pair: Some((7, true)),
        };
        assert_eq!(read(text).unwrap(), sample);
        let nothing = Sample { words: Vec::new(), place: None, places: Vec::new(), pair: None };
        assert_eq!(read(r#"{"place":null}"#).unwrap(), nothing);
        assert!(read(r#"{"words":[1]}"#).unwrap_err().to_string().contains("expected a string"));
        assert!(read(r#"{"pair":[1.5,true]}"#).unwrap_err().to_string().contains("expected i64"));
    }
}
