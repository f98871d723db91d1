//! How often a person may do something: a bucket of tokens for each kind of call,
//! filled at a steady pace.

use std::fmt;
use std::str::FromStr;
use std::time::Duration;

use crate::time::Timestamp;

/// What is counted together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Limit {
    /// Asking to be paired.
    Ask,
    /// Messages.
    Send,
    /// Telling that one is typing.
    Typing,
    /// Blocking somebody.
    Block,
    /// Sending money.
    Transfer,
    /// Binding a device.
    Bind,
    /// Reporting an event of affinity.
    Event,
    /// Feedback on a room.
    Feedback,
    /// Opening a connection.
    Connect,
}

/// So many calls at once, and so many a minute in the long run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rate {
    /// Tokens of a full bucket; 0 for no limit.
    burst: u32,
    per_minute: u32,
}

impl Rate {
    /// No limit.
    pub const OFF: Self = Self { burst: 0, per_minute: 0 };

    /// At least one of each.
    pub(crate) const fn new(burst: u32, per_minute: u32) -> Self {
        Self { burst, per_minute }
    }

    /// Takes a token at `now` from the bucket that will be full at `full_at`: when it
    /// will be full after that, or how long until there is a token again.
    ///
    /// # Errors
    /// The wait.
    pub fn take(self, full_at: Option<Timestamp>, now: Timestamp) -> Result<Timestamp, Duration> {
        if self.burst == 0 {
            return Ok(now);
        }
        let token = Duration::from_secs(60) / self.per_minute.max(1);
        let full = full_at.map_or(now, |full| full.max(now)) + token;
        let missing = full.since(now);
        match missing.checked_sub(token * self.burst) {
            None | Some(Duration::ZERO) => Ok(full),
            Some(wait) => Err(wait),
        }
    }
}

impl fmt::Display for Rate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.burst {
            0 => f.write_str("off"),
            burst => write!(f, "{burst}/{}", self.per_minute),
        }
    }
}

/// Why a text is no rate.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[error("neither BURST/PER_MINUTE, of 1 to 100,000 each, nor off")]
pub struct InvalidRate;

impl FromStr for Rate {
    type Err = InvalidRate;

    fn from_str(text: &str) -> Result<Self, InvalidRate> {
        if text == "off" {
            return Ok(Self::OFF);
        }
        let (burst, per_minute) = text.split_once('/').ok_or(InvalidRate)?;
        let number = |text: &str| text.parse().ok().filter(|n| (1..=100_000).contains(n)).ok_or(InvalidRate);
        Ok(Self { burst: number(burst)?, per_minute: number(per_minute)? })
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn at(millis: u64) -> Timestamp {
        Timestamp::from_unix_millis(1_790_000_000_000) + Duration::from_millis(millis)
    }

    #[test]
    fn a_full_bucket_is_used_up_and_fills_at_its_pace() {
        let rate: Rate = "3/60".parse().unwrap();
        let mut full = None;
        for _ in 0..3 {
            full = Some(rate.take(full, at(0)).unwrap());
        }
        assert_eq!(rate.take(full, at(0)), Err(Duration::from_secs(1)));
        assert_eq!(rate.take(full, at(999)), Err(Duration::from_millis(1)));
        full = Some(rate.take(full, at(1_000)).unwrap());
        assert_eq!(rate.take(full, at(1_000)), Err(Duration::from_secs(1)));
        for _ in 0..3 {
            full = Some(rate.take(full, at(60_000)).unwrap());
        }
        assert!(rate.take(full, at(60_000)).is_err(), "never more than full");
    }

    #[test]
    fn a_rate_is_read_as_it_is_shown() {
        for text in ["1/1", "20/300", "100000/100000", "off"] {
            assert_eq!(text.parse::<Rate>().unwrap().to_string(), text);
        }
        for text in ["", "20", "0/1", "1/0", "1/100001", "a/b", "1/1/1", "-1/1"] {
            assert_eq!(text.parse::<Rate>(), Err(InvalidRate), "{text}");
        }
        assert_eq!(Rate::OFF.take(None, at(5)), Ok(at(5)));
    }

    proptest! {
        /// However calls come, in any span there are at most as many as were in the
        /// bucket and came into it.
        #[test]
        fn no_more_than_the_rate_gets_through(
            burst in 1..20_u32, per_minute in 1..600_u32, gaps in prop::collection::vec(0..2_000_u64, 1..200),
        ) {
            let rate = Rate { burst, per_minute };
            let (mut now, mut full, mut taken) = (0, None, 0_u64);
            for gap in gaps {
                now += gap;
                if let Ok(next) = rate.take(full, at(now)) {
                    full = Some(next);
                    taken += 1;
                }
            }
            let token = 60_000 / u64::from(per_minute);
            prop_assert!(taken <= u64::from(burst) + now / token.max(1) + 1);
        }
    }
}
