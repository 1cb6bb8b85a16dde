//! The vendor's calls. `invite` and `edit` are assumed: they exist, their contract is not public.

use axum::body::Bytes;
use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, StatusCode};
use axum::routing::{get, post};
use axum::{Extension, Json, Router};
use roosted_contract::Client;
use serde::{Deserialize, Serialize};

use crate::gate::Visit;
use crate::refusal::Refusal;
use crate::world::{Contact, World};
use crate::{API_PATH, Sandbox, validation};

/// Page size where the caller names none; the documentation does not say.
const DEFAULT_PAGE: usize = 25;

pub(crate) fn routes(sandbox: Sandbox) -> Router {
    let calls = Router::new()
        .route("/clients", post(create).get(list))
        .route("/clients/{id}", get(read).patch(edit))
        .route("/clients/{id}/invite", post(invite))
        .route("/clients/{id}/contacts", post(add_contact))
        .with_state(sandbox);

    Router::new()
        .nest(API_PATH, calls)
        .fallback(async || Refusal::not_found())
        .method_not_allowed_fallback(async || {
            Refusal::new(StatusCode::METHOD_NOT_ALLOWED, "METHOD_NOT_ALLOWED")
        })
}

/// `POST /clients`, documented.
async fn create(
    State(sandbox): State<Sandbox>,
    Extension(visit): Extension<Visit>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<(StatusCode, Json<Client>), Refusal> {
    let fields = validation::create(&headers, &body)?;
    let mut world = sandbox.world();
    let client = world.new_client(fields);
    visit.keep(&sandbox, client.id(), || world.store(client.clone()));
    Ok((StatusCode::CREATED, Json(client)))
}

/// `GET /clients/{id}`, documented.
async fn read(
    State(sandbox): State<Sandbox>,
    Path(id): Path<String>,
) -> Result<Json<Client>, Refusal> {
    sandbox.world().client(&id).cloned().map(Json).ok_or_else(Refusal::not_found)
}

/// The query of a list. Read as text, so that a refusal has our shape.
#[derive(Deserialize)]
struct Page {
    items_per_page: Option<String>,
    page: Option<String>,
}

/// One page of clients.
#[derive(Serialize)]
struct Clients {
    clients: Vec<Client>,
    total_count: usize,
}

/// `GET /clients`, documented; oldest first, which is not.
async fn list(
    State(sandbox): State<Sandbox>,
    Query(query): Query<Page>,
) -> Result<Json<Clients>, Refusal> {
    let number = |name: &str, given: Option<String>, default, most| {
        let number = given.map_or(Ok(default), |it| it.parse::<usize>());
        number
            .ok()
            .filter(|it| (1..=most).contains(it))
            .ok_or_else(|| Refusal::invalid(vec![(name.to_owned(), "out of range")]))
    };
    let size = number("items_per_page", query.items_per_page, DEFAULT_PAGE, 100)?;
    let page = number("page", query.page, 1, usize::MAX)?;

    let world = sandbox.world();
    let clients = world.clients().iter().skip((page - 1).saturating_mul(size)).take(size);
    Ok(Json(Clients { clients: clients.cloned().collect(), total_count: world.clients().len() }))
}

/// `POST /clients/{id}/invite`, assumed. Inviting again overwrites the invitation before.
async fn invite(
    State(sandbox): State<Sandbox>,
    Extension(visit): Extension<Visit>,
    Path(id): Path<String>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Json<Client>, Refusal> {
    let email = validation::invitation(&headers, &body)?;
    change(&sandbox, visit, &id, |before| World::invited(before, &email))
}

/// `PATCH /clients/{id}`, assumed.
async fn edit(
    State(sandbox): State<Sandbox>,
    Extension(visit): Extension<Visit>,
    Path(id): Path<String>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Json<Client>, Refusal> {
    let fields = validation::edit(&headers, &body)?;
    change(&sandbox, visit, &id, |before| World::edited(before, fields))
}

fn change(
    sandbox: &Sandbox,
    visit: Visit,
    id: &str,
    change: impl FnOnce(&Client) -> Client,
) -> Result<Json<Client>, Refusal> {
    let mut world = sandbox.world();
    let client = world.client(id).map(change).ok_or_else(Refusal::not_found)?;
    visit.keep(sandbox, id, || world.store(client.clone()));
    Ok(Json(client))
}

/// `POST /clients/{id}/contacts`, documented but for its status.
async fn add_contact(
    State(sandbox): State<Sandbox>,
    Extension(visit): Extension<Visit>,
    Path(id): Path<String>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<(StatusCode, Json<Contact>), Refusal> {
    let mut fields = validation::contact(&headers, &body)?;
    let mut take = |name| {
        let place = fields.iter().position(|it| it.0 == name)?;
        Some(fields.swap_remove(place).1)
    };
    let mut world = sandbox.world();
    if world.client(&id).is_none() {
        return Err(Refusal::not_found());
    }
    let contact = Contact {
        id: world.new_id(),
        name: take("name").unwrap_or_default(),
        number: take("number"),
        email: take("email"),
        title: take("title"),
    };
    visit.keep(&sandbox, &contact.id, || world.store_contact(&id, contact.clone()));
    Ok((StatusCode::CREATED, Json(contact)))
}
