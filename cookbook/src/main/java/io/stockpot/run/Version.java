package io.stockpot.run;

/** The version of this software. */
public final class Version {
    private Version() {}

    /** Returns the version in the jar's manifest, or "development" when there is no jar. */
    public static String text() {
        String version = Version.class.getPackage().getImplementationVersion();
        return version == null ? "development" : version;
    }
}
