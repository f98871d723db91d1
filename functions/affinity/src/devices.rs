//! The devices of the caller.

use heartlink_domain::affinity::Device;
use heartlink_domain::ids::DeviceId;
use heartlink_domain::time::Timestamp;
use heartlink_runtime::page::{List, PageQuery};
use heartlink_runtime::wire::*;
use heartlink_runtime::{App, Problem, Request, Response, endpoint};
use serde::Serialize;
use utoipa::ToSchema;

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
#[endpoint(
    GET "/v1/devices",
    roles(User),
    activity,
    query(PageQuery),
    answers(200 = List<DeviceView>: "A page of devices."),
    permissions(READ_ACCOUNT)
)]
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
