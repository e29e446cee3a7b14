package io.stockpot.serve;

import com.sun.net.httpserver.Headers;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Who is let in: a browser that was given the link with the token, and asks for this server by its own name. A page of
 * somebody else's can send requests here, even under a name that it lets point here (DNS rebinding); it has no token, and
 * it cannot lie about Host and Origin.
 */
final class Door {
    private static final int TOKEN_BYTES = 24;

    private final String token;
    private final String cookie;
    private final Set<String> hosts = new HashSet<>();

    /**
     * Opens a door with a new token.
     *
     * @param host as it was told
     * @param bound where the server listens
     */
    Door(String host, InetSocketAddress bound) {
        byte[] random = new byte[TOKEN_BYTES];
        new SecureRandom().nextBytes(random);
        this.token = Base64.getUrlEncoder().withoutPadding().encodeToString(random);
        // cookies know no ports: another server on this machine must not overwrite this one's
        this.cookie = "stockpot-" + bound.getPort();
        InetAddress address = bound.getAddress();
        admit(host, bound.getPort());
        if (!address.isAnyLocalAddress()) {
            admit(address.getHostAddress(), bound.getPort());
        }
        if (address.isLoopbackAddress() || address.isAnyLocalAddress()) {
            admit("localhost", bound.getPort());
        }
    }

    private void admit(String host, int port) {
        hosts.add(authority(host, port));
        if (port == 80) {
            hosts.add(bracketed(host));
        }
    }

    private static String bracketed(String host) {
        String bare = host.replaceFirst("%.*", "").toLowerCase(Locale.ROOT);
        return bare.contains(":") ? "[" + bare + "]" : bare;
    }

    /** Returns host and port as browsers write them. */
    static String authority(String host, int port) {
        return bracketed(host) + ":" + port;
    }

    /** Returns what lets a browser in. */
    String token() {
        return token;
    }

    /**
     * Checks where a request is addressed to, and where it comes from.
     *
     * @param local the address of this machine that it came in by: a server that listens on all has many
     * @throws Refusal if it is not for this server, or of a page of another
     */
    void requireOwn(Headers headers, InetSocketAddress local) {
        String host = first(headers, "Host").toLowerCase(Locale.ROOT);
        boolean named =
                hosts.contains(host) || host.equals(authority(local.getAddress().getHostAddress(), local.getPort()));
        if (!named || headers.getOrDefault("Host", List.of()).size() != 1) {
            throw forbidden("this server is not '" + Call.shortened(host) + "'; use the address that it printed");
        }
        List<String> origins = headers.getOrDefault("Origin", List.of());
        if (!origins.stream().allMatch(origin -> origin.toLowerCase(Locale.ROOT).equals("http://" + host))) {
            throw forbidden("requests of other sites' pages are not answered; use the address that was printed");
        }
    }

    /** Returns whether this is the token. */
    boolean opens(String given) {
        return MessageDigest.isEqual(given.getBytes(StandardCharsets.UTF_8), token.getBytes(StandardCharsets.UTF_8));
    }

    /** Returns the header that makes a browser bring the token along. */
    String setCookie() {
        return cookie + "=" + token + "; Path=/; HttpOnly; SameSite=Strict";
    }

    /**
     * Checks that the browser was let in before.
     *
     * @throws Refusal if it brings no token
     */
    void requireCookie(Headers headers) {
        boolean known = headers.getOrDefault("Cookie", List.of()).stream()
                .flatMap(line -> List.of(line.split(";")).stream())
                .map(String::strip)
                .filter(pair -> pair.startsWith(cookie + "="))
                .anyMatch(pair -> opens(pair.substring(cookie.length() + 1)));
        if (!known) {
            throw forbidden("open the whole link that 'stockpot serve' printed, with its token");
        }
    }

    private static Refusal forbidden(String sentence) {
        return new Refusal(Refusal.FORBIDDEN, sentence);
    }

    private static String first(Headers headers, String name) {
        String value = headers.getFirst(name);
        return value == null ? "" : value;
    }
}
