//! Keys, tokens and a key server for the tests of this module. The private
//! keys in `testdata` sign nothing else.

use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex};

use http::Uri;
use jsonwebtoken::jwk::{Jwk, JwkSet, PublicKeyUse};
use jsonwebtoken::{Algorithm, EncodingKey, Header};
use serde_json::Value;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

pub const SECRET: &str = "a-secret-for-tests-of-at-least-32-bytes";
pub const RSA_PUBLIC_PEM: &str = include_str!("testdata/rsa-public.pem");

pub fn rsa_key() -> EncodingKey {
    EncodingKey::from_rsa_pem(include_bytes!("testdata/rsa-private.pem")).unwrap()
}

pub fn ec_key() -> EncodingKey {
    EncodingKey::from_ec_pem(include_bytes!("testdata/ec-private.pem")).unwrap()
}

pub fn other_ec_key() -> EncodingKey {
    EncodingKey::from_ec_pem(include_bytes!("testdata/other-ec-private.pem")).unwrap()
}

/// The public halves of [`rsa_key`] (`rsa`) and [`ec_key`] (`ec`).
pub fn jwks() -> JwkSet {
    let public = |kid: &str, key: &EncodingKey, algorithm| {
        let mut jwk = Jwk::from_encoding_key(key, algorithm).unwrap();
        jwk.common.key_id = Some(kid.to_owned());
        jwk.common.public_key_use = Some(PublicKeyUse::Signature);
        jwk
    };
    JwkSet {
        keys: vec![public("rsa", &rsa_key(), Algorithm::RS256), public("ec", &ec_key(), Algorithm::ES256)],
    }
}

pub fn sign(algorithm: Algorithm, kid: Option<&str>, key: &EncodingKey, claims: &Value) -> String {
    let mut header = Header::new(algorithm);
    header.kid = kid.map(str::to_owned);
    jsonwebtoken::encode(&header, claims, key).unwrap()
}

/// A server of a key set on loopback that counts its calls.
pub struct KeyServer {
    url: Uri,
    answer: Arc<Mutex<String>>,
    calls: Arc<AtomicU32>,
    task: tokio::task::JoinHandle<()>,
}

impl KeyServer {
    pub async fn start(keys: JwkSet) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}/jwks.json", listener.local_addr().unwrap()).parse().unwrap();
        let answer = Arc::new(Mutex::new(String::new()));
        let calls = Arc::new(AtomicU32::new(0));
        let (served, counted) = (answer.clone(), calls.clone());
        let task = tokio::spawn(async move {
            let mut held = Vec::new();
            while let Ok((stream, _)) = listener.accept().await {
                counted.fetch_add(1, Ordering::SeqCst);
                let answer = served.lock().unwrap().clone();
                respond(stream, &answer, &mut held).await;
            }
        });
        let server = Self { url, answer, calls, task };
        server.serve(keys);
        server
    }

    pub fn url(&self) -> Uri {
        self.url.clone()
    }

    pub fn calls(&self) -> u32 {
        self.calls.load(Ordering::SeqCst)
    }

    pub fn serve(&self, keys: JwkSet) {
        let body = serde_json::to_string(&keys).unwrap();
        *self.answer.lock().unwrap() =
            format!("HTTP/1.1 200 OK\r\nconnection: close\r\ncontent-length: {}\r\n\r\n{body}", body.len());
    }

    /// Waits until it was called so often.
    pub async fn called(&self, calls: u32) {
        while self.calls() < calls {
            tokio::task::yield_now().await;
        }
        assert_eq!(self.calls(), calls);
    }

    /// Takes every call from now on and answers none.
    pub fn hang(&self) {
        self.answer.lock().unwrap().clear();
    }

    pub fn fail(&self) {
        let failure = "HTTP/1.1 500 Internal Server Error\r\nconnection: close\r\ncontent-length: 0\r\n\r\n";
        *self.answer.lock().unwrap() = failure.to_owned();
    }
}

impl Drop for KeyServer {
    fn drop(&mut self) {
        self.task.abort();
    }
}

/// Answers, or keeps the connection open where there is nothing to say.
async fn respond(mut stream: TcpStream, answer: &str, held: &mut Vec<TcpStream>) {
    let mut request = [0; 4_096];
    let read = stream.read(&mut request).await.unwrap();
    assert!(request[..read].starts_with(b"GET /jwks.json HTTP/1.1\r\n"));
    stream.write_all(answer.as_bytes()).await.unwrap();
    if answer.is_empty() {
        held.push(stream);
    }
}
