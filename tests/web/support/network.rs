//! `fetch`, answered as planned and written down.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use js_sys::{Function, Promise, Reflect};
use serde_json::Value;
use wasm_bindgen::JsValue;
use wasm_bindgen::closure::Closure;
use wasm_bindgen_futures::{JsFuture, future_to_promise};
use web_sys::{Headers, Request, Url};

use crate::support::answers::Answer;

thread_local! {
    /// The browser's own, to be put back.
    static REAL: JsValue = Reflect::get(&js_sys::global(), &"fetch".into()).unwrap();
    /// How many networks there were.
    static COUNT: Cell<usize> = const { Cell::new(0) };
}

/// A request that left the widget.
#[derive(Clone)]
pub(crate) struct Call {
    /// Method and path below the base.
    pub(crate) route: String,
    headers: Headers,
    body: String,
}

impl Call {
    /// A header.
    pub(crate) fn header(&self, name: &str) -> Option<String> {
        self.headers.get(name).unwrap()
    }

    /// The body.
    pub(crate) fn body(&self) -> Value {
        serde_json::from_str(&self.body).unwrap()
    }
}

struct Plan {
    route: &'static str,
    answer: Answer,
    gate: Option<Promise>,
}

#[derive(Default)]
struct Desk {
    calls: RefCell<Vec<Call>>,
    plans: RefCell<Vec<Plan>>,
}

/// Answers in the place of the network until it is dropped.
///
/// Each has a base of its own, so that a look-up of an earlier test cannot disturb a later one.
pub(crate) struct Network {
    base: String,
    desk: Rc<Desk>,
    _fetch: Closure<dyn Fn(Request) -> Promise>,
}

/// Holds an answer back.
pub(crate) struct Gate(Function);

impl Gate {
    /// Lets the answer pass.
    pub(crate) fn open(self) {
        self.0.call0(&JsValue::NULL).unwrap();
    }
}

impl Network {
    /// Takes the place of the network.
    pub(crate) fn new() -> Self {
        let number = COUNT.replace(COUNT.get() + 1);
        Self::at(&format!("/api-{number}"))
    }

    /// Takes the place of the network below `base`.
    pub(crate) fn at(base: &str) -> Self {
        REAL.with(|_| {});
        let desk = Rc::new(Desk::default());
        let fetch = {
            let (base, desk) = (base.to_owned(), Rc::clone(&desk));
            Closure::<dyn Fn(Request) -> Promise>::new(move |request: Request| {
                future_to_promise(answer(base.clone(), Rc::clone(&desk), request))
            })
        };
        Reflect::set(&js_sys::global(), &"fetch".into(), fetch.as_ref()).unwrap();
        Self { base: base.to_owned(), desk, _fetch: fetch }
    }

    /// The path that requests go to.
    pub(crate) fn base(&self) -> &str {
        &self.base
    }

    /// Answers the next request of `route`. Without a plan, none comes back.
    pub(crate) fn plan(&self, route: &'static str, answer: Answer) {
        self.desk.plans.borrow_mut().push(Plan { route, answer, gate: None });
    }

    /// Answers the next request of `route` once the gate is opened.
    pub(crate) fn hold(&self, route: &'static str, answer: Answer) -> Gate {
        let mut open = None;
        let gate = Promise::new(&mut |resolve, _| open = Some(resolve));
        self.desk.plans.borrow_mut().push(Plan { route, answer, gate: Some(gate) });
        Gate(open.unwrap())
    }

    /// The requests of `route`, the oldest first.
    pub(crate) fn calls(&self, route: &str) -> Vec<Call> {
        self.desk.calls.borrow().iter().filter(|it| it.route == route).cloned().collect()
    }

    /// Every request, the oldest first.
    pub(crate) fn routes(&self) -> Vec<String> {
        self.desk.calls.borrow().iter().map(|it| it.route.clone()).collect()
    }
}

impl Drop for Network {
    fn drop(&mut self) {
        REAL.with(|real| Reflect::set(&js_sys::global(), &"fetch".into(), real)).unwrap();
    }
}

async fn answer(base: String, desk: Rc<Desk>, request: Request) -> Result<JsValue, JsValue> {
    let path = Url::new(&request.url())?.pathname();
    let Some(below) = path.strip_prefix(&base) else { return Answer::Lost.give() };
    let route = format!("{} {below}", request.method());
    let body = JsFuture::from(request.text()?).await?.as_string().unwrap();
    desk.calls.borrow_mut().push(Call { route: route.clone(), headers: request.headers(), body });

    let place = desk.plans.borrow().iter().position(|it| route.starts_with(it.route));
    let Some(place) = place else { return Answer::Lost.give() };
    let plan = desk.plans.borrow_mut().remove(place);
    if let Some(gate) = plan.gate {
        JsFuture::from(gate).await?;
    }
    plan.answer.give()
}
