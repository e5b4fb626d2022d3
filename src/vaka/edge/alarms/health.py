"""`/healthz` and `/metrics` of the receiver."""

from collections.abc import Callable

from aiohttp import web
from prometheus_client import generate_latest

from vaka.edge.alarms.metrics import Metrics


async def serve(
    address: tuple[str, int], *, metrics: Metrics, problem: Callable[[], str]
) -> tuple[web.AppRunner, tuple[str, int]]:
    """Serve, and return the runner to clean up and the bound address.

    `problem` returns why alarms cannot be kept, empty when they can.
    """

    async def healthz(_request: web.Request) -> web.Response:
        wrong = problem()
        return web.json_response(
            {"healthy": not wrong, "problem": wrong or None}, status=503 if wrong else 200
        )

    async def measured(_request: web.Request) -> web.Response:
        text = generate_latest(metrics.registry).decode()
        return web.Response(text=text, content_type="text/plain", charset="utf-8")

    app = web.Application()
    app.add_routes([web.get("/healthz", healthz), web.get("/metrics", measured)])
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    site = web.TCPSite(runner, *address)
    try:
        await site.start()
    except OSError:
        await runner.cleanup()
        raise
    host, port = runner.addresses[0][:2]
    return runner, (host, port)
