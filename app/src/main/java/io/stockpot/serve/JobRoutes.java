package io.stockpot.serve;

/** How the page follows and cancels what takes long. */
final class JobRoutes {
    private JobRoutes() {}

    static void addTo(Routes routes, Jobs jobs) {
        routes.on("GET", "/api/jobs/{id}", call -> Reply.json(jobs.state(call.part("id"))));
        routes.on("DELETE", "/api/jobs/{id}", call -> {
            jobs.cancel(call.part("id"));
            return Reply.json(jobs.state(call.part("id")));
        });
    }
}
