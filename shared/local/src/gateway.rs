//! A running gateway: how it starts and drains. Never holds a domain rule.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use anyhow::Context;
use axum::Router;
use futures::future::BoxFuture;
use heartlink_domain::roles::Role;
use heartlink_engine::Engine;
use heartlink_runtime::App;
use heartlink_runtime::auth::{AuthConfig, KeySource, Verifier};
use heartlink_runtime::trace::Daemon;
use heartlink_store::Store;
use heartlink_store::clock::Clock;
use heartlink_store::retry::pause;
use hyper_util::rt::{TokioExecutor, TokioIo, TokioTimer};
use hyper_util::server::conn::auto;
use hyper_util::server::graceful::GracefulShutdown;
use hyper_util::service::TowerToHyperService;
use tokio::net::TcpListener;
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use crate::admission::Admission;
use crate::connections::{Closing, Connections};
use crate::disconnects::Disconnects;
use crate::functions::Functions;
use crate::iam::{Guarded, Iam};
use crate::machine::Machine;
use crate::options::ServeOptions;
use crate::pump::{DeadLetters, Pump, PumpConfig, RetryPolicy, StoreWorks};
use crate::routes::RouteTable;
use crate::schedule::{Job, Schedules};
use crate::server_state::ServerState;
use crate::{backup, engine, http, limits, secret, starter_documents, tls, uploads};

/// Longest wait for calls and connections when draining.
const DRAIN: Duration = Duration::from_secs(10);
/// Longest wait for the streams when draining: their positions are on disk.
const DRAIN_STREAMS: Duration = Duration::from_secs(5);
/// Longest wait for the consequences of one step of the clock.
const IDLE_LIMIT: Duration = Duration::from_secs(30);
/// How often the embedded engine deletes what has expired, as DynamoDB does
/// on its own.
const TTL_SWEEP: Duration = Duration::from_secs(60);
/// How soon after the start everything runs that runs by schedule.
const FIRST_RUNS: Duration = Duration::from_secs(5);
/// How often it is looked whether dead letters are to be played again.
const PLAY_AGAIN: Duration = Duration::from_secs(5);

/// Between two connections, where one was not accepted.
const BETWEEN_ACCEPTS: Duration = Duration::from_millis(100);

/// A running gateway.
///
/// Dropped without [`Gateway::shutdown`], it stops as abruptly as a killed
/// process as far as streams and schedules are concerned.
pub struct Gateway {
    state: Arc<ServerState>,
    address: SocketAddr,
    secret: Option<String>,
    dead: DeadLetters,
    pump: Arc<Pump>,
    schedules: Arc<Schedules>,
    iam: Iam,
    server: JoinHandle<std::io::Result<()>>,
}

impl Gateway {
    /// Starts a gateway. It accepts calls when this returns.
    ///
    /// # Errors
    /// The address is taken, the data folder cannot be used or is in use, or
    /// the engine does not answer.
    pub async fn start(options: ServeOptions) -> anyhow::Result<Self> {
        tls::install();
        limits::raise_open_files();
        let auth = auth(&options)?;
        let secret = auth.secret().map(str::to_owned);
        let listener = TcpListener::bind(&options.listen)
            .await
            .with_context(|| format!("cannot listen at {}", options.listen))?;
        let address = reachable(listener.local_addr()?);

        let iam = Iam::new(&options.table_prefix);
        let opened = engine::open(&options, &iam).await?;
        let store = store(&options, &opened)?;
        if opened.makes_tables {
            store.create_tables().await.context("the tables could not be created")?;
        }
        if options.starter && opened.makes_tables {
            starter_documents::load(&store).await?;
        }
        let verifier = Verifier::new(auth, options.clock.clone()).explaining();
        let verifier = Arc::new(verifier.minding_sign_outs(store.clone()));
        let connections = Connections::new(options.clock.clone());
        let files = uploads::open(&options, address)?;
        let kept = (!options.ephemeral).then(|| options.data.clone());
        let dead = DeadLetters::new(kept.clone()).context("the dead letters cannot be read")?;
        let machine = Arc::new(Machine::new(store.clone(), dead.clone(), kept));
        let app = App {
            store,
            push: Arc::new(Guarded { inner: connections.clone(), iam: iam.clone() }),
            verifier: Some(verifier.clone()),
            files: Some(Arc::new(Guarded { inner: files.clone(), iam: iam.clone() })),
            daemon: options.daemon.map(|address| Arc::new(Daemon::new(address))),
            limits: Arc::default(),
            vitals: Some(machine.clone()),
        };
        let functions = Functions::new(&app, &options)?;
        let pump = Arc::new(start_pump(&app.store, &functions, &options, &opened, dead.clone())?);
        machine.watch(&pump);
        let schedules = Arc::new(schedules(&app.store, &functions, &options, pump.clone(), opened.engine));
        let state = Arc::new(ServerState {
            app,
            functions,
            verifier,
            routes: RouteTable::new(heartlink_all::http(), heartlink_all::sockets())?,
            connections,
            files,
            limits: options.socket_limits,
            admission: Admission::new(options.call_limits),
            disconnects: Disconnects::default(),
            authority: address.to_string(),
            tasks: TaskTracker::new(),
            draining: CancellationToken::new(),
            test_clock: options.test_clock.then(|| schedules.clone()),
        });
        schedules.start();
        let server = serve(state.clone(), listener);
        Ok(Self { state, address, secret, dead, pump, schedules, iam, server })
    }

    /// Where it can be reached from this machine, as `http://host:port`.
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Where its WebSocket API is, as `ws://host:port/ws`.
    pub fn socket_url(&self) -> String {
        format!("ws://{}/ws", self.address)
    }

    /// Its store.
    pub fn store(&self) -> &Store {
        &self.state.app.store
    }

    /// What its handlers work with.
    pub fn app(&self) -> &App {
        &self.state.app
    }

    /// What its functions used of what they are granted, and what they were refused.
    pub fn iam(&self) -> &Iam {
        &self.iam
    }

    /// The clock that every rule reads.
    pub fn clock(&self) -> &Clock {
        self.state.app.store.clock()
    }

    /// A token that it accepts, for a day.
    ///
    /// # Errors
    /// Tokens are verified by a key set, or `sub` is not an id.
    pub fn token(&self, sub: &str, roles: &[Role]) -> anyhow::Result<String> {
        let secret = self.secret.as_deref().context("tokens are verified by a key set")?;
        secret::token(secret, sub, roles, self.clock().now(), secret::TOKEN_TTL)
    }

    /// Moves the clock forward through everything that comes due on the way.
    pub async fn advance(&self, span: Duration) {
        self.schedules.advance_clock_through(span).await;
    }

    /// Waits until the stream functions have processed every change made so
    /// far and all that those caused. False if that took longer than `limit`.
    pub async fn settled(&self, limit: Duration) -> bool {
        self.pump.drained(limit).await
    }

    /// Stream records given up since the start.
    pub fn dead_letters(&self) -> u64 {
        self.dead.count()
    }

    /// Drains: accepts nothing new, finishes what is under way (within 10 s),
    /// closes the connections, processes the streams, saves their positions.
    pub async fn shutdown(mut self) {
        self.schedules.stop(DRAIN).await;
        self.state.draining.cancel();
        self.state.connections.close_all(Closing::GOING_AWAY);
        self.state.tasks.close();
        let drained = async {
            // The result says only how the accept loop ended.
            let _ = (&mut self.server).await;
            self.state.tasks.wait().await;
        };
        if tokio::time::timeout(DRAIN, drained).await.is_err() {
            tracing::warn!("calls were cut off: they did not end in time");
        }
        self.state.app.store.tell_wallet_figures_now().await;
        if !self.pump.drained(DRAIN_STREAMS).await {
            tracing::info!("the streams go on where they are at the next start");
        }
        self.pump.stop().await;
    }
}

impl Drop for Gateway {
    fn drop(&mut self) {
        self.schedules.halt();
        self.pump.abort();
        self.state.draining.cancel();
        self.server.abort();
    }
}

impl std::fmt::Debug for Gateway {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Gateway").field("address", &self.address).finish_non_exhaustive()
    }
}

/// The store that a gateway with these options works on.
///
/// # Errors
/// The engine cannot be opened.
pub async fn open_store(options: &ServeOptions) -> anyhow::Result<Store> {
    store(options, &engine::open(options, &Iam::new(&options.table_prefix)).await?)
}

fn store(options: &ServeOptions, opened: &engine::Opened) -> anyhow::Result<Store> {
    let seed = options.seed.map_or_else(secret::random_seed, Ok)?;
    let (prefix, settings) = (&options.table_prefix, options.settings.clone());
    Ok(Store::new(opened.tables.clone(), prefix, settings, options.clock.clone(), seed))
}

fn auth(options: &ServeOptions) -> anyhow::Result<AuthConfig> {
    if let Some(auth) = &options.auth {
        return Ok(auth.clone());
    }
    let secret = secret::of_folder(&options.data)
        .with_context(|| format!("the data folder {} cannot be used", options.data.display()))?;
    Ok(AuthConfig::of(KeySource::Hs256(secret)))
}

fn start_pump(
    store: &Store,
    functions: &Functions,
    options: &ServeOptions,
    opened: &engine::Opened,
    dead: DeadLetters,
) -> anyhow::Result<Pump> {
    let positions = (!options.ephemeral).then(|| options.data.join(backup::POSITIONS));
    if let Some(folder) = &positions {
        std::fs::create_dir_all(folder)
            .with_context(|| format!("the folder {} cannot be made", folder.display()))?;
    }
    let routes: Vec<_> = heartlink_all::streams().collect();
    let config = PumpConfig {
        reader: opened.streams.clone(),
        positions,
        dead,
        retry: RetryPolicy::default(),
        store_works: store_works(store.clone()),
        writes: opened.engine.as_ref().map(Engine::writes),
        trim: opened.engine.clone().filter(|_| opened.is_own),
        poll: opened.poll,
    };
    Ok(Pump::start(store, functions, &routes, config))
}

fn store_works(store: Store) -> StoreWorks {
    Arc::new(move || {
        let store = store.clone();
        Box::pin(async move { store.takes_writes().await })
    })
}

fn schedules(
    store: &Store,
    functions: &Functions,
    options: &ServeOptions,
    pump: Arc<Pump>,
    engine: Option<Engine>,
) -> Schedules {
    let waited_for = pump.clone();
    let wait_until_idle: Job = Box::new(move || {
        let pump = waited_for.clone();
        Box::pin(async move {
            if !pump.drained(IDLE_LIMIT).await {
                tracing::warn!("the streams were not processed in time");
            }
        })
    });
    let mut schedules = Schedules::new(store.clock().clone(), wait_until_idle);
    if !options.ephemeral {
        schedules.begin_within(FIRST_RUNS);
        schedules.add_chore(PLAY_AGAIN, Box::new(move || play_again(pump.clone())));
    }
    for route in heartlink_all::schedules() {
        let functions = functions.clone();
        let every = (route.every)(store.settings());
        let run: Job = Box::new(move || {
            let functions = functions.clone();
            Box::pin(async move { functions.schedule(route).await })
        });
        schedules.add(every, run);
    }
    if let Some(engine) = engine {
        let clock = store.clock().clone();
        schedules.add_chore(TTL_SWEEP, Box::new(move || sweep_ttl(engine.clone(), &clock)));
    }
    schedules
}

fn play_again(pump: Arc<Pump>) -> BoxFuture<'static, ()> {
    Box::pin(async move {
        if let Err(error) = pump.play_again().await {
            tracing::error!(%error, "dead letters could not be played again");
        }
    })
}

fn sweep_ttl(engine: Engine, clock: &Clock) -> BoxFuture<'static, ()> {
    let now = u64::try_from(clock.now().unix_secs()).unwrap_or(0);
    Box::pin(async move {
        match engine.sweep_ttl(now).await {
            Ok(deleted) => tracing::debug!(deleted, "expired items deleted"),
            Err(error) => tracing::warn!(%error, "expired items could not be deleted"),
        }
    })
}

/// Where whoever is on this machine reaches what listens at `address`: every
/// address of a machine is none to be handed out.
fn reachable(address: SocketAddr) -> SocketAddr {
    match address.ip() {
        IpAddr::V4(ip) if ip.is_unspecified() => (Ipv4Addr::LOCALHOST, address.port()).into(),
        IpAddr::V6(ip) if ip.is_unspecified() => (Ipv6Addr::LOCALHOST, address.port()).into(),
        _ => address,
    }
}

fn serve(state: Arc<ServerState>, listener: TcpListener) -> JoinHandle<std::io::Result<()>> {
    let mut server = auto::Builder::new(TokioExecutor::new());
    server.http1().timer(TokioTimer::new()).header_read_timeout(state.limits.head);
    let draining = state.draining.clone();
    let router = http::router(state);
    tokio::spawn(accept(listener, server, router, draining))
}

/// Serves whoever connects until `draining`, then waits for the requests under
/// way. Whoever does not end the head of a request in time is hung up on, so that
/// nobody keeps others out by connecting alone.
async fn accept(
    listener: TcpListener,
    server: auto::Builder<TokioExecutor>,
    router: Router,
    draining: CancellationToken,
) -> std::io::Result<()> {
    let under_way = GracefulShutdown::new();
    loop {
        let accepted = tokio::select! {
            () = draining.cancelled() => break,
            accepted = listener.accept() => accepted,
        };
        let stream = match accepted {
            Ok((stream, _)) => stream,
            // No descriptor is left, say: one may be soon.
            Err(error) => {
                tracing::warn!(%error, "a connection was not accepted");
                pause(BETWEEN_ACCEPTS).await;
                continue;
            }
        };
        if let Err(error) = stream.set_nodelay(true) {
            tracing::debug!(%error, "small packets may wait");
        }
        let service = TowerToHyperService::new(router.clone());
        let connection = server.serve_connection_with_upgrades(TokioIo::new(stream), service);
        let connection = under_way.watch(connection.into_owned());
        tokio::spawn(async move {
            if let Err(error) = connection.await {
                tracing::debug!(error, "a connection failed");
            }
        });
    }
    drop(listener);
    under_way.shutdown().await;
    Ok(())
}
