//! `GET /v1/devices`: the devices of the caller.

use heartlink_domain::affinity::Device;
use heartlink_domain::ids::DeviceId;
use heartlink_domain::roles::Role;
use heartlink_domain::time::Timestamp;
use heartlink_runtime::page::{List, PageQuery};
use heartlink_runtime::{Access, App, HttpRoute, Problem, Request, Response};
use heartlink_runtime::wire::*;
use serde::Serialize;
use utoipa::ToSchema;

/// The endpoint.
pub const ROUTE: HttpRoute = HttpRoute {
    name: "affinity-devices",
    method: "GET",
    path: "/v1/devices",
    access: Access::AnyOf(&[Role::User]),
    counts_as_activity: true,
    run: |app, request| Box::pin(devices(app, request)),
};

/// A device that is bound.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct DeviceView {
    /// Its id.
    device_id: DeviceId,
    /// What its user calls it.
    #[schema(required)]
    name: Option<String>,
    /// Since when it is bound.
    bound_at: Timestamp,
}

impl DeviceView {
    pub(crate) fn of(device_id: DeviceId, device: &Device) -> Self {
        Self { device_id, name: device.name.clone(), bound_at: device.bound_at }
    }

    fn cursor(&self) -> String {
        format!("{}~{}", self.bound_at, self.device_id)
    }
}

/// List one's devices
///
/// Those that are bound, bound last first unless `order=asc`.
#[utoipa::path(get, path = "/v1/devices", tag = "affinity", operation_id = "affinity-devices",
    params(PageQuery),
    responses((status = 200, description = "A page of devices.", body = List<DeviceView>)))]
pub(crate) async fn devices(app: App, request: Request) -> Result<Response, Problem> {
    let page = request.page()?;
    let known = app.store.devices(request.me()?).await?.devices;
    let mut devices: Vec<DeviceView> =
        known.into_iter().map(|(id, device)| DeviceView::of(id, &device)).collect();
    devices.sort_by_key(DeviceView::cursor);
    if page.newest_first {
        devices.reverse();
    }
    let behind = |device: &DeviceView| match &page.cursor {
        None => true,
        Some(cursor) if page.newest_first => device.cursor() < *cursor,
        Some(cursor) => device.cursor() > *cursor,
    };
    devices.retain(behind);
    devices.truncate(page.limit as usize);
    Response::ok(&List::new(devices, &page, DeviceView::cursor))
}
