package io.stockpot.text;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reflection on the types that are read and written. */
final class Shapes {
    private Shapes() {}

    /** Returns the class of a type, without its parameters. */
    static Class<?> erased(Type type) {
        if (type instanceof Class<?> plain) {
            return plain;
        }
        if (type instanceof ParameterizedType parameterized) {
            return (Class<?>) parameterized.getRawType();
        }
        throw unsupported(type);
    }

    /** Returns a parameter of a type such as {@code List<T>}. */
    static Type parameter(Type type, int index) {
        if (type instanceof ParameterizedType parameterized) {
            return parameterized.getActualTypeArguments()[index];
        }
        throw unsupported(type);
    }

    /** Returns the error of a type that has no form in texts; a fault of the program, not of a text. */
    static IllegalArgumentException unsupported(Type type) {
        return new IllegalArgumentException(type.getTypeName() + " has no form in texts");
    }

    /** Returns whether values of this type are choices among records and constants. */
    static boolean isChoice(Class<?> type) {
        return type.isInterface() && type.isSealed();
    }

    /**
     * Returns the classes of a choice by the names of their values: records by their own, enums by those of
     * each constant; those of nested sealed interfaces included.
     */
    static Map<String, Class<?>> choices(Class<?> type) {
        Map<String, Class<?>> choices = new LinkedHashMap<>();
        for (Class<?> permitted : type.getPermittedSubclasses()) {
            if (isChoice(permitted)) {
                choices.putAll(choices(permitted));
            } else if (permitted.isRecord()) {
                choices.put(Names.kebab(permitted.getSimpleName()), permitted);
            } else if (permitted.isEnum()) {
                constants(permitted).forEach(name -> choices.put(name, permitted));
            } else {
                throw unsupported(permitted);
            }
        }
        return choices;
    }

    /** Returns the names of an enum's constants. */
    static List<String> constants(Class<?> type) {
        return Arrays.stream(type.getEnumConstants())
                .map(constant -> Names.kebab(((Enum<?>) constant).name()))
                .toList();
    }

    /** Returns the sealed interface that the record is a choice of, or the type itself when there is none. */
    static Class<?> choiceOf(Class<?> type) {
        return Arrays.stream(type.getInterfaces())
                .filter(Shapes::isChoice)
                .findFirst()
                .<Class<?>>map(found -> found)
                .orElse(type);
    }

    /** Returns whether the keys of the component, a record, stand among those of the record that it is part of. */
    static boolean isUnwrapped(RecordComponent component) {
        boolean unwrapped = annotation(component, JsonUnwrapped.class).isPresent();
        if (unwrapped && !component.getType().isRecord()) {
            throw unsupported(component.getType());
        }
        return unwrapped;
    }

    /** Returns the default of a record component in YAML, if it has one. */
    static Optional<String> defaultOf(RecordComponent component) {
        return annotation(component, JsonProperty.class)
                .map(JsonProperty::defaultValue)
                .filter(written -> !written.isEmpty());
    }

    private static <A extends Annotation> Optional<A> annotation(RecordComponent component, Class<A> kind) {
        try {
            // Jackson's annotations do not reach the component itself, but always its field
            return Optional.ofNullable(component
                    .getDeclaringRecord()
                    .getDeclaredField(component.getName())
                    .getAnnotation(kind));
        } catch (NoSuchFieldException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** Returns the public static {@code parse(String)} of a text type. */
    static Optional<Method> parserOf(Class<?> type) {
        return Arrays.stream(type.getMethods())
                .filter(method -> method.getName().equals("parse"))
                .filter(method -> Modifier.isStatic(method.getModifiers()))
                .filter(method -> method.getReturnType() == type)
                .filter(method -> List.of(method.getParameterTypes()).equals(List.of(String.class)))
                .findFirst();
    }
}
