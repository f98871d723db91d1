//! The X-Ray daemon: where it listens, and how it is told.
//!
//! Tells and forgets: nothing waits for it, and nothing fails because of it.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, UdpSocket};
use std::sync::OnceLock;

use serde_json::Value;

/// What the daemon expects before each document.
const PREAMBLE: &str = "{\"format\": \"json\", \"version\": 1}\n";
/// Largest document that is sent: X-Ray's own limit. Ours are far below.
const MAX_BYTES: usize = 64_000;

/// Reads where the daemon is: `None` where there is none, or tracing is
/// switched off.
///
/// # Errors
/// Every problem found. On Lambda the address is the platform's, so one that
/// cannot be read is no reason not to start: then nothing is traced.
pub(crate) fn read(vars: &dyn Fn(&str) -> Option<String>) -> Result<Option<SocketAddr>, Vec<String>> {
    let mut problems = Vec::new();
    let is_off = match vars("HEARTLINK_TRACING").as_deref() {
        None | Some("" | "Active") => false,
        Some("Disabled" | "PassThrough") => true,
        Some(other) => {
            problems.push(format!("HEARTLINK_TRACING={other:?} is neither Active nor Disabled"));
            true
        }
    };
    let text = vars("AWS_XRAY_DAEMON_ADDRESS").filter(|text| !text.is_empty());
    let found = text.as_deref().and_then(address);
    if let (Some(text), None) = (text, found) {
        let problem = format!("AWS_XRAY_DAEMON_ADDRESS={text:?} is not an IP address with a port");
        if vars("AWS_LAMBDA_FUNCTION_NAME").is_some() {
            tracing::warn!(problem, "nothing is traced");
        } else {
            problems.push(problem);
        }
    }
    if problems.is_empty() { Ok(found.filter(|_| !is_off)) } else { Err(problems) }
}

/// `host:port`, or the form that names one address for each protocol.
fn address(text: &str) -> Option<SocketAddr> {
    let mut parts = text.split_whitespace();
    let udp = parts.find_map(|part| part.strip_prefix("udp:"));
    udp.unwrap_or(text).parse().ok()
}

/// The way to the daemon. Opened with the first document.
pub struct Daemon {
    address: SocketAddr,
    socket: OnceLock<Option<UdpSocket>>,
}

impl Daemon {
    /// The daemon that listens at `address`.
    pub fn new(address: SocketAddr) -> Self {
        Self { address, socket: OnceLock::new() }
    }

    /// Sends `document`, or lets it go: where nobody listens, or the system
    /// has no room for it right now.
    pub(super) fn send(&self, document: &Value) {
        let document = document.to_string();
        if document.len() > MAX_BYTES {
            return;
        }
        if let Some(socket) = self.socket.get_or_init(|| self.open()) {
            let _ = socket.send_to(format!("{PREAMBLE}{document}").as_bytes(), self.address);
        }
    }

    fn open(&self) -> Option<UdpSocket> {
        // To this machine by this machine's own address, which nobody else reaches.
        let own = match self.address.ip() {
            ip if ip.is_loopback() => ip,
            IpAddr::V4(_) => Ipv4Addr::UNSPECIFIED.into(),
            IpAddr::V6(_) => Ipv6Addr::UNSPECIFIED.into(),
        };
        let socket = UdpSocket::bind((own, 0)).ok()?;
        socket.set_nonblocking(true).ok()?;
        Some(socket)
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use serde_json::json;

    use super::*;

    fn with(pairs: &[(&str, &str)]) -> Result<Option<SocketAddr>, Vec<String>> {
        read(&|name| pairs.iter().find(|(key, _)| *key == name).map(|(_, value)| (*value).to_owned()))
    }

    #[test]
    fn the_address_is_read_in_both_forms_and_switched_off() {
        let address = |text: &str| with(&[("AWS_XRAY_DAEMON_ADDRESS", text)]).unwrap();
        assert_eq!(address("169.254.79.129:2000"), Some(([169, 254, 79, 129], 2000).into()));
        assert_eq!(address("tcp:127.0.0.1:2000 udp:127.0.0.2:2001"), Some(([127, 0, 0, 2], 2001).into()));
        assert!(address("[::1]:2000").unwrap().is_ipv6());
        assert_eq!((address(""), with(&[]).unwrap()), (None, None));
        let daemon = ("AWS_XRAY_DAEMON_ADDRESS", "127.0.0.1:2000");
        assert_eq!(with(&[daemon, ("HEARTLINK_TRACING", "Disabled")]), Ok(None));
        assert!(with(&[daemon, ("HEARTLINK_TRACING", "Active")]).unwrap().is_some());
    }

    #[test]
    fn every_problem_is_told_except_on_lambda_where_the_address_is_not_ours() {
        let wrong = [("AWS_XRAY_DAEMON_ADDRESS", "here"), ("HEARTLINK_TRACING", "yes")];
        assert_eq!(with(&wrong).unwrap_err().len(), 2);
        assert_eq!(with(&[wrong[0], ("AWS_LAMBDA_FUNCTION_NAME", "rooms-send")]), Ok(None));
    }

    #[test]
    fn a_document_is_one_datagram_after_its_preamble() {
        let listener = UdpSocket::bind("127.0.0.1:0").unwrap();
        listener.set_read_timeout(Some(Duration::from_secs(5))).unwrap();
        let daemon = Daemon::new(listener.local_addr().unwrap());
        daemon.send(&json!({ "name": "x".repeat(MAX_BYTES) }));
        daemon.send(&json!({ "name": "small" }));
        let mut buffer = [0; 1024];
        let length = listener.recv(&mut buffer).unwrap();
        let text = std::str::from_utf8(&buffer[..length]).unwrap();
        assert_eq!(text, "{\"format\": \"json\", \"version\": 1}\n{\"name\":\"small\"}");
    }

    #[test]
    fn nobody_who_listens_is_no_problem() {
        let daemon = Daemon::new(([127, 0, 0, 1], 1).into());
        for _ in 0..3 {
            daemon.send(&json!({}));
        }
    }
}
