//! The accept loop: plain HTTP/1 on loopback, able to reset a connection in the middle.

use std::io;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::extract::Request;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Notify;
use tokio::task::JoinSet;
use tower_service::Service as _;

use crate::Sandbox;

/// The connection a request came on, as far as a fault needs it.
#[derive(Clone, Default)]
pub(crate) struct Line(Arc<Notify>);

impl Line {
    /// Resets the connection. Whoever calls it must not answer any more.
    pub(crate) fn reset(&self) {
        self.0.notify_one();
    }
}

impl Sandbox {
    /// Serves on `listener` until the future is dropped, and every connection with it.
    ///
    /// # Errors
    ///
    /// Returns an error when the listener is not on a loopback address.
    pub async fn serve(self, listener: TcpListener) -> io::Result<()> {
        if !listener.local_addr()?.ip().is_loopback() {
            return Err(io::Error::new(
                io::ErrorKind::InvalidInput,
                "the sandbox serves loopback addresses only",
            ));
        }
        let router = self.router();
        // Dropped together with this future, and its tasks with it.
        let mut connections = JoinSet::new();
        loop {
            match listener.accept().await {
                Ok((stream, _)) => {
                    connections.spawn(connection(stream, router.clone()));
                }
                // Out of file descriptors, most likely: wait for some to come back.
                Err(_) => tokio::time::sleep(Duration::from_millis(50)).await,
            }
            while connections.try_join_next().is_some() {}
        }
    }
}

/// Serves one connection until it ends or a fault resets it.
async fn connection(stream: TcpStream, router: Router) {
    let line = Line::default();
    let service = service_fn({
        let line = line.clone();
        move |mut request: Request<Incoming>| {
            request.extensions_mut().insert(line.clone());
            router.clone().call(request)
        }
    });
    let mut connection = http1::Builder::new().serve_connection(TokioIo::new(stream), service);

    tokio::select! {
        // How it ended is the caller's to judge, not ours.
        _ = &mut connection => {}
        () = line.0.notified() => {
            let stream = connection.into_parts().io.into_inner();
            // It makes the close that follows a reset. Where it fails, the peer is gone already.
            let _ = stream.set_zero_linger();
        }
    }
}
