package io.stockpot.claim;

/**
 * A statement in words for readers who know no statistics.
 *
 * @param favourable whether it speaks for soups if it is supported
 * @param supported the sentence if it is supported
 * @param contradicted the sentence if it is contradicted
 * @param question what stays open if it is undecided, after "whether"
 */
record Plain(boolean favourable, String supported, String contradicted, String question) {}
