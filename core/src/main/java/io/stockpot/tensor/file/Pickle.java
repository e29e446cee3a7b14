package io.stockpot.tensor.file;

import io.stockpot.tensor.file.PickleValue.Dictionary;
import io.stockpot.tensor.file.PickleValue.Inert;
import io.stockpot.tensor.file.PickleValue.Sequence;
import io.stockpot.tensor.file.PickleValue.Tuple;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Reads Python's pickles, protocols 2 to 5, into plain values. Nothing in a pickle is ever executed: its
 * instructions build tuples, lists, dictionaries, numbers and texts; a class or function must be one of
 * {@link PickleCalls}, which describe tensors and ignore the rest. The number of values is limited, also
 * by the number of bytes read so far, and nothing that is recalled is ever copied beyond that, so the
 * memory is bounded by the file.
 */
final class Pickle {
    /** Far above the largest real files, which need about thirty values a tensor. */
    private static final int MOST_VALUES = 2_000_000;

    /** In bytes, without the values of tensors, which are no part of it. */
    private static final int LONGEST = 1 << 26;

    private static final int LONGEST_TEXT = 1 << 24;
    private static final int LONGEST_NUMBER = 64;
    private static final int HIGHEST_PROTOCOL = 5;

    private final PickleInput input;
    private final PickleCalls calls;
    private final long start;
    private final Map<Integer, Object> memo = new HashMap<>();
    /** What was on the stack before each mark that is still open. */
    private final Deque<List<Object>> below = new ArrayDeque<>();

    private List<Object> stack = new ArrayList<>();
    private long values;

    private Pickle(PickleInput input, PickleCalls calls) {
        this.input = input;
        this.calls = calls;
        this.start = input.position();
    }

    /** Reads one pickle and leaves the input after it. */
    static Object read(PickleInput input, PickleCalls calls) throws IOException {
        return new Pickle(input, calls).run();
    }

    private Object run() throws IOException {
        for (int code = input.unsigned1(); code != PickleOpcode.STOP; code = input.unsigned1()) {
            spend(1);
            boolean known = atom(code) || text(code) || container(code) || memory(code) || object(code);
            if (!known) {
                throw new MalformedException(
                        "its pickle has the instruction 0x%02x, which state dicts do not need".formatted(code));
            }
        }
        return pop();
    }

    private void spend(int count) throws MalformedException {
        values += count;
        long length = input.position() - start;
        if (length > LONGEST) {
            throw new MalformedException("its pickle has more than " + LONGEST + " bytes" + PickleInput.ARRAYS);
        }
        long limit = Math.min(MOST_VALUES, length);
        if (values > limit) {
            throw new MalformedException("its pickle makes more than " + limit + " values");
        }
    }

    /** Numbers, truth values and None. */
    private boolean atom(int code) throws IOException {
        switch (code) {
            case PickleOpcode.PROTO -> requireProtocol(input.unsigned1());
            // matters only to a reader that fetches whole frames ahead
            case PickleOpcode.FRAME -> input.signed8();
            case PickleOpcode.NONE -> stack.add(null);
            case PickleOpcode.NEWTRUE -> stack.add(true);
            case PickleOpcode.NEWFALSE -> stack.add(false);
            case PickleOpcode.BININT1 -> stack.add((long) input.unsigned1());
            case PickleOpcode.BININT2 -> stack.add((long) input.unsigned2());
            case PickleOpcode.BININT -> stack.add((long) input.signed4());
            case PickleOpcode.LONG1 -> stack.add(integer(input.unsigned1()));
            case PickleOpcode.LONG4 -> stack.add(integer(input.signed4()));
            case PickleOpcode.BINFLOAT -> stack.add(input.float8());
            default -> {
                return false;
            }
        }
        return true;
    }

    private static void requireProtocol(int protocol) throws MalformedException {
        if (protocol < 2 || protocol > HIGHEST_PROTOCOL) {
            throw new MalformedException("its pickle has protocol " + protocol + "; 2 to 5 can be read");
        }
    }

    private Object integer(int length) throws IOException {
        byte[] digits = input.bytes(length, LONGEST_NUMBER);
        if (digits.length == 0) {
            return 0L;
        }
        for (int low = 0, high = digits.length - 1; low < high; low++, high--) {
            byte other = digits[low];
            digits[low] = digits[high];
            digits[high] = other;
        }
        BigInteger number = new BigInteger(digits);
        if (number.bitLength() < Long.SIZE) {
            return number.longValue();
        }
        return number;
    }

    /** Texts and bytes. */
    private boolean text(int code) throws IOException {
        switch (code) {
            case PickleOpcode.BINUNICODE ->
                stack.add(input.text(Integer.toUnsignedLong(input.signed4()), LONGEST_TEXT));
            case PickleOpcode.SHORT_BINUNICODE -> stack.add(input.text(input.unsigned1(), LONGEST_TEXT));
            case PickleOpcode.BINUNICODE8 -> stack.add(input.text(input.signed8(), LONGEST_TEXT));
            case PickleOpcode.SHORT_BINSTRING -> stack.add(latin(input.unsigned1()));
            case PickleOpcode.BINSTRING -> stack.add(latin(input.signed4()));
            case PickleOpcode.SHORT_BINBYTES -> stack.add(input.bytes(input.unsigned1(), LONGEST_TEXT));
            case PickleOpcode.BINBYTES -> stack.add(input.bytes(Integer.toUnsignedLong(input.signed4()), LONGEST_TEXT));
            case PickleOpcode.BINBYTES8, PickleOpcode.BYTEARRAY8 ->
                stack.add(input.bytes(input.signed8(), LONGEST_TEXT));
            default -> {
                return false;
            }
        }
        return true;
    }

    /** A text of Python 2. */
    private String latin(int length) throws IOException {
        return new String(input.bytes(length, LONGEST_TEXT), StandardCharsets.ISO_8859_1);
    }

    private boolean container(int code) throws IOException {
        switch (code) {
            case PickleOpcode.MARK -> mark();
            case PickleOpcode.EMPTY_TUPLE -> stack.add(new Tuple(List.of()));
            case PickleOpcode.TUPLE1 -> stack.add(tuple(1));
            case PickleOpcode.TUPLE2 -> stack.add(tuple(2));
            case PickleOpcode.TUPLE3 -> stack.add(tuple(3));
            case PickleOpcode.TUPLE -> push(Tuple::new, closeMark());
            case PickleOpcode.EMPTY_LIST, PickleOpcode.EMPTY_SET -> stack.add(new Sequence());
            case PickleOpcode.EMPTY_DICT -> stack.add(new Dictionary());
            case PickleOpcode.LIST, PickleOpcode.FROZENSET -> push(Pickle::sequence, closeMark());
            case PickleOpcode.APPEND -> append(Arrays.asList(pop()));
            case PickleOpcode.APPENDS, PickleOpcode.ADDITEMS -> append(closeMark());
            case PickleOpcode.SETITEM -> {
                Object value = pop();
                put(Arrays.asList(pop(), value));
            }
            case PickleOpcode.SETITEMS -> put(closeMark());
            case PickleOpcode.DICT -> {
                List<Object> items = closeMark();
                stack.add(new Dictionary());
                put(items);
            }
            default -> {
                return false;
            }
        }
        return true;
    }

    /** Keeps and repeats values. */
    private boolean memory(int code) throws IOException {
        switch (code) {
            case PickleOpcode.POP -> discard();
            case PickleOpcode.POP_MARK -> closeMark();
            case PickleOpcode.DUP -> stack.add(top());
            case PickleOpcode.BINPUT -> memo.put(input.unsigned1(), top());
            case PickleOpcode.LONG_BINPUT -> memo.put(input.signed4(), top());
            case PickleOpcode.MEMOIZE -> memo.put(memo.size(), top());
            case PickleOpcode.BINGET -> stack.add(recall(input.unsigned1()));
            case PickleOpcode.LONG_BINGET -> stack.add(recall(input.signed4()));
            default -> {
                return false;
            }
        }
        return true;
    }

    private Object recall(int index) throws MalformedException {
        if (!memo.containsKey(index)) {
            throw new MalformedException("its pickle recalls value " + index + ", which it never kept");
        }
        return memo.get(index);
    }

    /** Classes, functions and what they make. */
    private boolean object(int code) throws IOException {
        switch (code) {
            case PickleOpcode.GLOBAL -> {
                String module = input.line();
                stack.add(calls.find(module, input.line()));
            }
            case PickleOpcode.STACK_GLOBAL -> {
                Object name = pop();
                stack.add(calls.find(string(pop()), string(name)));
            }
            case PickleOpcode.BINPERSID -> stack.add(calls.storage(pop()));
            case PickleOpcode.REDUCE, PickleOpcode.NEWOBJ -> {
                Object arguments = pop();
                stack.add(call(pop(), arguments));
            }
            case PickleOpcode.BUILD -> setAttributes();
            default -> {
                return false;
            }
        }
        return true;
    }

    private Object call(Object callable, Object arguments) throws MalformedException {
        if (callable instanceof PickleValue.Callable known && arguments instanceof Tuple tuple) {
            // a dictionary made from a list that is used again and again would multiply it
            spend(calls.cost(known, tuple));
            return calls.call(known, tuple.items());
        }
        throw new MalformedException("its pickle calls something that is not a function");
    }

    /** Drops attributes: those of ordered dictionaries and of ignored values do not matter. */
    private void setAttributes() throws MalformedException {
        pop();
        Object target = top();
        if (!(target instanceof Dictionary) && !(target instanceof Inert)) {
            throw new MalformedException("its pickle sets attributes of " + described(target));
        }
    }

    private interface Maker {
        Object of(List<Object> items);
    }

    private void push(Maker maker, List<Object> items) {
        stack.add(maker.of(items));
    }

    private static Sequence sequence(List<Object> items) {
        Sequence sequence = new Sequence();
        sequence.items().addAll(items);
        return sequence;
    }

    private Tuple tuple(int size) throws MalformedException {
        List<Object> items = new ArrayList<>(size);
        for (int i = 0; i < size; i++) {
            items.add(0, pop());
        }
        return new Tuple(items);
    }

    private void append(List<Object> items) throws MalformedException {
        Object target = top();
        if (target instanceof Sequence sequence) {
            sequence.items().addAll(items);
        } else if (!(target instanceof Inert)) {
            throw new MalformedException("its pickle adds items to " + described(target));
        }
    }

    private void put(List<Object> keysAndValues) throws MalformedException {
        Object target = top();
        if (target instanceof Inert) {
            return;
        }
        if (!(target instanceof Dictionary dictionary) || keysAndValues.size() % 2 != 0) {
            throw new MalformedException("its pickle adds keys and values to " + described(target));
        }
        for (int i = 0; i < keysAndValues.size(); i += 2) {
            PickleCalls.put(dictionary, keysAndValues.get(i), keysAndValues.get(i + 1));
        }
    }

    private void mark() {
        below.push(stack);
        stack = new ArrayList<>(4);
    }

    /** Returns what is above the latest mark, and takes it off the stack together with the mark. */
    private List<Object> closeMark() throws MalformedException {
        if (below.isEmpty()) {
            throw new MalformedException("its pickle uses a mark that it never set");
        }
        List<Object> items = stack;
        stack = below.pop();
        return items;
    }

    private void discard() throws MalformedException {
        if (stack.isEmpty()) {
            closeMark();
            return;
        }
        pop();
    }

    private Object top() throws MalformedException {
        if (stack.isEmpty()) {
            throw new MalformedException("its pickle takes a value from an empty stack");
        }
        return stack.get(stack.size() - 1);
    }

    private Object pop() throws MalformedException {
        Object top = top();
        stack.remove(stack.size() - 1);
        return top;
    }

    private static String string(Object value) throws MalformedException {
        if (value instanceof String string) {
            return string;
        }
        throw new MalformedException("its pickle names a class by " + described(value));
    }

    /** Names the kind of a value for messages; never its content, which may be recursive. */
    static String described(Object value) {
        if (value == null) {
            return "None";
        }
        if (value instanceof StoredTensor) {
            return "a tensor";
        }
        return "a " + value.getClass().getSimpleName().toLowerCase(Locale.ROOT);
    }
}
