//! Amounts and currencies.
//!
//! Owns what an amount of an operation and a currency may be. Never converts,
//! rounds or formats: an amount is an integer in the currency's minor unit.

use std::fmt;
use std::str::FromStr;

use serde::de::{self, Unexpected, Visitor};
use serde::{Deserialize, Deserializer, Serialize};

use crate::ledger::MAX_MINOR;
use crate::settings::WalletSettings;
use crate::wallet::Refusal;

/// What an operation moves: 1 to [`MAX_MINOR`] of the currency's minor unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(transparent)]
pub struct Amount(i64);

/// Why a number is not an amount.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum InvalidAmount {
    /// Zero or less.
    #[error("must be at least 1")]
    TooSmall,
    /// More than [`MAX_MINOR`].
    #[error("must be at most {MAX_MINOR}")]
    TooLarge,
    /// With a fraction or an exponent.
    #[error("must be a whole number of minor units, written without a fraction or an exponent")]
    NotWhole,
}

impl Amount {
    /// The amount in minor units.
    pub const fn minor(self) -> i64 {
        self.0
    }
}

impl TryFrom<i64> for Amount {
    type Error = InvalidAmount;
    fn try_from(minor: i64) -> Result<Self, InvalidAmount> {
        match minor {
            ..1 => Err(InvalidAmount::TooSmall),
            1..=MAX_MINOR => Ok(Self(minor)),
            _ => Err(InvalidAmount::TooLarge),
        }
    }
}

struct AmountVisitor;

impl Visitor<'_> for AmountVisitor {
    type Value = Amount;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "a whole number of minor units from 1 to {MAX_MINOR}")
    }

    fn visit_i64<E: de::Error>(self, number: i64) -> Result<Amount, E> {
        Amount::try_from(number).map_err(E::custom)
    }

    fn visit_u64<E: de::Error>(self, number: u64) -> Result<Amount, E> {
        let number = i64::try_from(number).map_err(|_| E::custom(InvalidAmount::TooLarge))?;
        self.visit_i64(number)
    }

    fn visit_f64<E: de::Error>(self, number: f64) -> Result<Amount, E> {
        // JSON integers beyond 64 bits arrive as floats too.
        Err(E::custom(if number.abs() <= MAX_MINOR as f64 {
            InvalidAmount::NotWhole
        } else if number > 0.0 {
            InvalidAmount::TooLarge
        } else if number < 0.0 {
            InvalidAmount::TooSmall
        } else {
            return Err(E::invalid_value(Unexpected::Float(number), &self));
        }))
    }
}

impl<'de> Deserialize<'de> for Amount {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_i64(AmountVisitor)
    }
}

/// A currency's code: 2 to 10 upper-case letters and digits.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Currency(String);

/// Why a text is not a currency.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a currency has 2 to 10 characters out of A-Z 0-9")]
pub struct InvalidCurrency;

impl Currency {
    /// The code as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl TryFrom<String> for Currency {
    type Error = InvalidCurrency;
    fn try_from(text: String) -> Result<Self, InvalidCurrency> {
        let allowed = |byte: u8| byte.is_ascii_uppercase() || byte.is_ascii_digit();
        if (2..=10).contains(&text.len()) && text.bytes().all(allowed) {
            Ok(Self(text))
        } else {
            Err(InvalidCurrency)
        }
    }
}

impl FromStr for Currency {
    type Err = InvalidCurrency;
    fn from_str(text: &str) -> Result<Self, InvalidCurrency> {
        Self::try_from(text.to_owned())
    }
}

impl From<Currency> for String {
    fn from(currency: Currency) -> String {
        currency.0
    }
}

impl fmt::Display for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The currencies that wallets may hold: at least one, each once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Currencies {
    default: Currency,
    others: Vec<Currency>,
}

impl Currencies {
    /// The currency of a call that names none.
    pub fn default_currency(&self) -> &Currency {
        &self.default
    }

    /// All of them, the default first.
    pub fn iter(&self) -> impl Iterator<Item = &Currency> {
        std::iter::once(&self.default).chain(&self.others)
    }
}

impl Default for Currencies {
    fn default() -> Self {
        Self { default: Currency("CREDIT".to_owned()), others: Vec::new() }
    }
}

impl FromStr for Currencies {
    type Err = InvalidCurrency;
    fn from_str(text: &str) -> Result<Self, InvalidCurrency> {
        let mut codes = text.split(',').map(|code| code.trim().parse::<Currency>());
        let default = codes.next().ok_or(InvalidCurrency)??;
        let mut all = Self { default, others: Vec::new() };
        for code in codes {
            let code = code?;
            if all.iter().any(|known| *known == code) {
                return Err(InvalidCurrency);
            }
            all.others.push(code);
        }
        Ok(all)
    }
}

impl fmt::Display for Currencies {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.default.as_str())?;
        self.others.iter().try_for_each(|code| write!(f, ",{code}"))
    }
}

/// The currency that a call means.
///
/// # Errors
/// [`Refusal::CurrencyUnknown`] for one that no wallet may hold.
pub fn currency_or_default(asked: Option<Currency>, settings: &WalletSettings) -> Result<Currency, Refusal> {
    let Some(currency) = asked else { return Ok(settings.currencies.default_currency().clone()) };
    if settings.currencies.iter().any(|known| *known == currency) {
        return Ok(currency);
    }
    let known = settings.currencies.iter().cloned().collect();
    Err(Refusal::CurrencyUnknown { currency, known })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(json: &str) -> String {
        serde_json::from_str::<Amount>(json).unwrap_err().to_string()
    }

    #[test]
    fn an_amount_is_a_whole_number_within_the_limits() {
        for minor in [1, 42, MAX_MINOR] {
            let amount: Amount = serde_json::from_str(&minor.to_string()).unwrap();
            assert_eq!(amount.minor(), minor);
            assert_eq!(serde_json::to_string(&amount).unwrap(), minor.to_string());
        }
    }

    #[test]
    fn every_other_amount_is_refused_with_what_is_wrong() {
        for (json, detail) in [
            ("0", "must be at least 1"),
            ("-1", "must be at least 1"),
            ("-9223372036854775808", "must be at least 1"),
            ("-1e300", "must be at least 1"),
            ("9000000000000001", "must be at most 9000000000000000"),
            ("9223372036854775807", "must be at most 9000000000000000"),
            ("18446744073709551615", "must be at most 9000000000000000"),
            ("18446744073709551616", "must be at most 9000000000000000"),
            ("1e300", "must be at most 9000000000000000"),
            ("1.5", "must be a whole number of minor units"),
            ("1.0", "must be a whole number of minor units"),
            ("1e3", "must be a whole number of minor units"),
            ("-0.5", "must be a whole number of minor units"),
            ("\"5\"", "invalid type: string \"5\", expected a whole number of minor units from 1 to"),
            ("null", "invalid type: null, expected a whole number of minor units"),
            ("true", "invalid type: boolean"),
            ("[1]", "invalid type: sequence"),
        ] {
            let told = refused(json);
            assert!(told.starts_with(detail), "{json}: {told}");
        }
    }

    #[test]
    fn a_currency_has_two_to_ten_upper_case_letters_and_digits() {
        for code in ["EU", "CREDIT", "GEM2", "ABCDEFGHIJ"] {
            assert_eq!(code.parse::<Currency>().unwrap().as_str(), code);
        }
        for code in ["", "A", "ABCDEFGHIJK", "credit", "CRÉDIT", "A/B", "A B"] {
            assert_eq!(code.parse::<Currency>(), Err(InvalidCurrency), "{code}");
        }
    }

    #[test]
    fn a_list_of_currencies_names_each_once() {
        for list in ["", ",", "GEM,", "GEM,GEM", "GEM;CREDIT"] {
            assert_eq!(list.parse::<Currencies>(), Err(InvalidCurrency), "{list}");
        }
    }

    #[test]
    fn a_call_means_the_default_unless_it_names_another_that_is_known() {
        let settings =
            WalletSettings { currencies: "GEM,CREDIT".parse().unwrap(), ..WalletSettings::default() };
        let [gem, credit, euro] = ["GEM", "CREDIT", "EUR"].map(|code| code.parse::<Currency>().unwrap());
        assert_eq!(currency_or_default(None, &settings), Ok(gem.clone()));
        assert_eq!(currency_or_default(Some(credit.clone()), &settings), Ok(credit.clone()));
        let unknown = Refusal::CurrencyUnknown { currency: euro.clone(), known: vec![gem, credit] };
        assert_eq!(currency_or_default(Some(euro), &settings), Err(unknown));
    }
}
