//! Who comes in: connections are taken until the process ends, whatever goes wrong with one.

use std::io;
use std::time::Duration;

use axum::Router;
use socket2::SockRef;
use tokio::net::{TcpListener, TcpStream};
use tokio_util::task::TaskTracker;

use super::Limits;
use super::connection::carry;
use super::presence::Presence;
use super::room::Room;
use crate::guard::Refusal;
use crate::tasks::Tasks;

/// How long nobody is let in when this machine has no room for another connection.
const PAUSE: Duration = Duration::from_millis(100);

/// Serves `routes` on `listener` until [`Tasks::close`]; then ends what is idle, lets finish what
/// is being served, and returns.
pub async fn accept(listener: TcpListener, routes: Router, limits: Limits, tasks: Tasks) {
    let room = Room::new(limits.connections);
    let connections = TaskTracker::new();
    loop {
        let accepted = tokio::select! {
            accepted = listener.accept() => accepted,
            () = tasks.closing() => break,
        };
        match accepted {
            Ok((stream, peer)) => {
                let presence = Presence::new();
                // Where there is not even room to say so, the connection just ends.
                let Some(seat) = room.enter(&presence) else { continue };
                if !seat.is_free {
                    presence.refuse(Refusal::NoRoom);
                }
                prepare(&stream, limits);
                let (routes, tasks) = (routes.clone(), tasks.clone());
                connections.spawn(async move {
                    carry(stream, peer, routes, presence, limits, &tasks).await;
                    drop(seat);
                });
            }
            // It was gone before it was here.
            Err(error) if is_of_the_caller(&error) => {}
            Err(error) => {
                tracing::error!(event = "accept", %error, "no connection can be taken");
                // A file for the next one.
                room.dismiss_one();
                tokio::time::sleep(PAUSE).await;
            }
        }
    }
    // Who knocks now is to try elsewhere.
    drop(listener);
    connections.close();
    connections.wait().await;
}

/// Answers leave at once; who stops acknowledging them is as slow as who stops reading.
fn prepare(stream: &TcpStream, limits: Limits) {
    // Where it fails the connection is only slower, or cut by other means.
    let _ = stream.set_nodelay(true);
    #[cfg(target_os = "linux")]
    let _ = SockRef::from(stream).set_tcp_user_timeout(Some(limits.answer));
}

fn is_of_the_caller(error: &io::Error) -> bool {
    use io::ErrorKind::{ConnectionAborted, ConnectionRefused, ConnectionReset};
    matches!(error.kind(), ConnectionAborted | ConnectionRefused | ConnectionReset)
}
