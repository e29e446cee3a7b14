package io.stockpot.serve;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/** Which handler answers which path and method. */
public final class Routes {
    private final List<Route> all = new ArrayList<>();

    private record Route(String method, List<String> pattern, Handler handler) {
        /** Returns what stands in the place of names in braces, if the path is one of this route. */
        Optional<Map<String, String>> match(List<String> path) {
            if (path.size() != pattern.size() && !(takesRest() && path.size() > pattern.size())) {
                return Optional.empty();
            }
            Map<String, String> found = new HashMap<>();
            for (int i = 0; i < pattern.size(); i++) {
                String wanted = pattern.get(i);
                if (wanted.equals("{path...}")) {
                    found.put("path", String.join("/", path.subList(i, path.size())));
                } else if (wanted.startsWith("{")) {
                    found.put(wanted.substring(1, wanted.length() - 1), path.get(i));
                } else if (!wanted.equals(path.get(i))) {
                    return Optional.empty();
                }
            }
            return Optional.of(found);
        }

        private boolean takesRest() {
            return pattern.get(pattern.size() - 1).equals("{path...}");
        }
    }

    /**
     * Adds a route; of several that match, the first answers.
     *
     * @param method of HTTP, in capitals
     * @param pattern of the path, e.g. "/api/jobs/{id}"; "{path...}" at its end takes all that is left
     * @return these routes
     */
    public Routes on(String method, String pattern, Handler handler) {
        all.add(new Route(method, parts(pattern), handler));
        return this;
    }

    private static List<String> parts(String path) {
        return List.of(path.substring(1).split("/", -1));
    }

    /**
     * Answers a request.
     *
     * @throws Refusal if no route has this path, or none of those that have it this method
     */
    Reply answer(Call call) throws IOException, InterruptedException {
        List<String> path = parts(call.path());
        if (path.contains("..") || path.contains(".") || call.path().matches("(?s).*[\\\\\\x00-\\x1f].*")) {
            throw Refusal.wrong("a path is written without '.', '..' and backslashes");
        }
        TreeSet<String> methods = new TreeSet<>();
        for (Route route : all) {
            Optional<Map<String, String>> found = route.match(path);
            if (found.isPresent() && route.method().equals(call.method())) {
                return route.handler().answer(call.with(found.get()));
            }
            found.ifPresent(parts -> methods.add(route.method()));
        }
        if (methods.isEmpty()) {
            throw Refusal.unknown("there is nothing at '" + Call.shortened(call.path()) + "'; begin at '/'");
        }
        return Reply.error(new Refusal(
                        Refusal.WRONG_METHOD,
                        "'" + Call.shortened(call.path()) + "' takes " + String.join(" and ", methods) + ", not "
                                + Call.shortened(call.method())))
                .with("Allow", String.join(", ", methods));
    }
}
