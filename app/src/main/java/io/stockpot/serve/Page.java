package io.stockpot.serve;

import io.stockpot.outcome.Accuracy;
import io.stockpot.outcome.Labels;
import io.stockpot.soup.choice.MixingWeights;
import java.io.IOException;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A live page: its server, its pot, and what else it needs while it is open. */
public final class Page implements AutoCloseable {
    private final Pot pot;
    private final Jobs jobs;
    private final Studies studies;
    private final Server server;

    private Page(Pot pot, Jobs jobs, Studies studies, Server server) {
        this.pot = pot;
        this.jobs = jobs;
        this.studies = studies;
        this.server = server;
    }

    /**
     * Opens a page, after all models have answered its pictures.
     *
     * @param host the address to listen on
     * @param port 0 takes a free one
     * @throws IOException if nothing can listen there
     */
    public static Page open(Served served, String host, int port) throws IOException, InterruptedException {
        Turn turn = new Turn();
        Pot pot = new Pot(served.soup(), served.photos(), turn);
        Jobs jobs = new Jobs(turn);
        try {
            List<Answers> alone = pot.alone();
            Served judged = judged(served, alone);
            Routes routes = new Routes();
            Assets.addTo(routes);
            addMixing(routes, judged, pot, alone);
            JobRoutes.addTo(routes, jobs);
            routes.on("GET", "/api/view", new ViewRoute(judged, jobs)::answer);
            routes.on("POST", "/api/export", new ExportRoute(judged, turn)::answer);
            Studies studies = Studies.addTo(routes, judged, pot, turn, jobs);
            return new Page(pot, jobs, studies, Server.start(host, port, routes));
        } catch (IOException | RuntimeException failure) {
            jobs.close();
            pot.close();
            throw failure;
        }
    }

    private static void addMixing(Routes routes, Served served, Pot pot, List<Answers> alone) {
        routes.on("POST", "/api/estimate", new EstimateRoute(served.known())::answer)
                .on("POST", "/api/mix", new MixRoute(served.photos(), pot, alone)::answer)
                .on("GET", "/api/photos/{name}", new PhotoRoute(served.photos())::answer);
    }

    /** Returns the same with what the models get right of the pictures of the page, where their classes are known. */
    private static Served judged(Served served, List<Answers> alone) {
        Photos photos = served.photos();
        if (!photos.labelled() || served.soup().reestimates()) {
            return served;
        }
        Map<MixingWeights, Accuracy> measured = new LinkedHashMap<>();
        for (int i = 0; i < alone.size(); i++) {
            measured.put(MixingWeights.vertex(i, alone.size()), alone.get(i).accuracy(photos));
        }
        KnownColumn.Subject subject =
                new KnownColumn.Subject(Labels.CLEAN, photos.images().digest());
        Knowledge known = new Knowledge(served.names())
                .with("photos", photos.source(), subject, measured)
                .with(served.known());
        return served.with(known);
    }

    /** Returns the link that opens the page, with its token. */
    public URI address() {
        return server.address();
    }

    /** Ends the server, its jobs, the pot, and the labelling. */
    @Override
    public void close() throws InterruptedException {
        server.close();
        jobs.close();
        pot.close();
        studies.close();
    }
}
