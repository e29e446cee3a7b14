package io.stockpot.serve;

import java.io.IOException;
import java.util.Optional;

/** What the page can do besides mixing: attacks, labels, and the runs of a folder. */
final class Studies implements AutoCloseable {
    private final Optional<LabelDesk> desk;

    private Studies(Optional<LabelDesk> desk) {
        this.desk = desk;
    }

    /**
     * Adds the routes of what the page can do.
     *
     * @throws IOException if a picture that may be labelled is not there
     */
    static Studies addTo(Routes routes, Served served, Pot pot, Turn turn, Jobs jobs) throws IOException {
        routes.on("POST", "/api/attack", new AttackRoute(served, pot, jobs)::answer);
        Places places = served.places();
        places.runs().ifPresent(folder -> new RunRoutes(folder).addTo(routes));
        if (!places.canLabel()) {
            return new Studies(Optional.empty());
        }
        LabelledFiles files =
                LabelledFiles.of(places.pictures(), served.photos().classNames());
        LabelDesk desk = new LabelDesk(served, files, places.out().orElseThrow(), pot, turn, jobs);
        new LabelRoutes(desk, served).addTo(routes);
        return new Studies(Optional.of(desk));
    }

    /** Ends the labelling; what was said is on the disk. */
    @Override
    public void close() {
        desk.ifPresent(LabelDesk::close);
    }
}
